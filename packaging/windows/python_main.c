/* A python.exe for the Python under wine: hands the command line to the library and returns what it returns. */
#include <windows.h>

typedef int (*Main)(int, wchar_t **);

int wmain(int count, wchar_t **words)
{
    HMODULE library = LoadLibraryW(L"python311.dll");
    Main run = library ? (Main)GetProcAddress(library, "Py_Main") : NULL;
    return run ? run(count, words) : 127;
}
