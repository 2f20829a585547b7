; The installer for one person, without an administrator. What is filled in comes from setup.py, in values.nsh:
; names and texts, and two macros that list every file: one to bring it, one to remove exactly it.

Unicode true
!include "values.nsh"
Target ${TARGET}
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "Sections.nsh"
!include "WordFunc.nsh"

!define PROGRAM "$INSTDIR\${COMMAND}.exe"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define OWN "Software\${NAME}"
!define CLASSES "Software\Classes"
!define LIST_CLASS "${NAME}.List"
!define LINK_CLASS "${CLASSES}\${SCHEME}"
; What stands after the dashes is never an option, whatever a web page wrote into its link.
!define OPEN_IT '"${PROGRAM}" -- "%1"'
!define LONGEST_PATH 1600 ; bytes; NSIS itself holds 1023 letters, and must not cut what is there

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${OWN}" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "${NAME} ${VERSION}"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "${NAME}"
VIAddVersionKey /LANG=0 "CompanyName" "${BY}"
VIAddVersionKey /LANG=0 "LegalCopyright" "${COPYRIGHT}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_COMPONENTSPAGE_NODESC ; the names say it, and need the room
!define MUI_FINISHPAGE_RUN "${PROGRAM}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

!macro TEXT NAME ENGLISH SPANISH
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_SPANISH} "${SPANISH}"
!macroend
!insertmacro TEXT SUMMARY "${SUMMARY_EN}" "${SUMMARY_ES}"
!insertmacro TEXT GENERIC "${GENERIC_EN}" "${GENERIC_ES}"
!insertmacro TEXT IN_MENU "Start menu" "Menú Inicio"
!insertmacro TEXT ON_DESKTOP "Shortcut on the desktop" "Acceso directo en el escritorio"
!insertmacro TEXT IN_CONSOLE "Command “${COMMAND}” in the console" "Orden «${COMMAND}» en la consola"
!insertmacro TEXT OPEN_WITH "“Open with” for lists of pictures" "«Abrir con» para listas de imágenes"
!insertmacro TEXT LINKS "Links that begin with “${SCHEME}:”" "Enlaces que empiezan por «${SCHEME}:»"
!insertmacro TEXT OWN_CACHE "Downloaded pictures that are not kept" "Imágenes descargadas que no se conservan"
!insertmacro TEXT OWN_DATA "Settings, galleries and kept pictures" "Ajustes, galerías e imágenes conservadas"
!insertmacro TEXT RUNNING "${NAME} is running. Close it, and try again." "${NAME} está abierto. Ciérralo y vuelve a intentarlo."
!insertmacro TEXT PATH_TOO_LONG "The PATH is too long to be changed safely; start ${COMMAND} by its whole name." "El PATH es demasiado largo para cambiarlo sin riesgo; inicia ${COMMAND} por su nombre completo."

; A program that runs cannot be opened for writing.
!macro REFUSE_WHILE_RUNNING PREFIX
Function ${PREFIX}RefuseWhileRunning
  ${Do}
    StrCpy $1 "no"
    ${ForEach} $2 1 2 + 1
      StrCpy $3 "$INSTDIR\${COMMAND}.exe"
      ${If} $2 = 2
        StrCpy $3 "$INSTDIR\${COMMAND}.com"
      ${EndIf}
      ${If} ${FileExists} "$3"
        ClearErrors
        FileOpen $0 "$3" a
        ${If} ${Errors}
          StrCpy $1 "yes"
        ${Else}
          FileClose $0
        ${EndIf}
      ${EndIf}
    ${Next}
    ${If} $1 == "no"
      Return
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY +4
    SetErrorLevel 3
    DetailPrint "$(RUNNING)"
    Abort
  ${Loop}
FunctionEnd
!macroend
!insertmacro REFUSE_WHILE_RUNNING ""
!insertmacro REFUSE_WHILE_RUNNING "un."

; The person's own PATH. Gives in $0 what it was, and in $1 "no" where it must not be touched.
!macro READ_PATH
  StrCpy $0 ""
  StrCpy $1 "yes"
  ; HKEY_CURRENT_USER, any type, unexpanded: only how long it is.
  System::Call 'advapi32::RegGetValueW(p 0x80000001, w "Environment", w "Path", i 0x1000ffff, p 0, p 0, *i .r2) i .r3'
  ${If} $3 = 0
    ${If} $2 > ${LONGEST_PATH}
      StrCpy $1 "no"
    ${Else}
      ReadRegStr $0 HKCU "Environment" "Path"
    ${EndIf}
  ${ElseIf} $3 <> 2 ; not "there is none"
    StrCpy $1 "no"
  ${EndIf}
!macroend

!macro TELL_EVERYBODY
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=500
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section "${NAME}" PART_PROGRAM
  SectionIn RO
  Call RefuseWhileRunning
  ; The version that is there knows its own files, and takes with it what this one no longer has.
  ReadRegStr $0 HKCU "${OWN}" "Folder"
  ${If} $0 == $INSTDIR
  ${AndIf} ${FileExists} "$INSTDIR\Uninstall.exe"
    ExecWait '"$INSTDIR\Uninstall.exe" /S /UPGRADE _?=$INSTDIR'
  ${EndIf}
  !insertmacro BRING_FILES
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  WriteRegStr HKCU "${OWN}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "${PROGRAM}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "${BY}"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
SectionEnd

Section "$(IN_MENU)" PART_MENU
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "${PROGRAM}" "" "${PROGRAM}" 0 SW_SHOWNORMAL "" "$(SUMMARY)"
SectionEnd

Section /o "$(ON_DESKTOP)" PART_DESKTOP
  CreateShortcut "$DESKTOP\${NAME}.lnk" "${PROGRAM}" "" "${PROGRAM}" 0 SW_SHOWNORMAL "" "$(SUMMARY)"
SectionEnd

Section "$(IN_CONSOLE)" PART_CONSOLE
  !insertmacro READ_PATH
  ${If} $1 == "no"
    DetailPrint "$(PATH_TOO_LONG)"
  ${ElseIf} $0 == ""
    WriteRegExpandStr HKCU "Environment" "Path" "$INSTDIR"
  ${Else}
    ${WordAdd} "$0" ";" "+$INSTDIR" $0
    WriteRegExpandStr HKCU "Environment" "Path" "$0"
  ${EndIf}
SectionEnd

Section /o "$(OPEN_WITH)" PART_OPEN_WITH
  WriteRegStr HKCU "${CLASSES}\${LIST_CLASS}" "" "${NAME} – $(GENERIC)"
  WriteRegStr HKCU "${CLASSES}\${LIST_CLASS}\DefaultIcon" "" "${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${LIST_CLASS}\shell\open\command" "" '${OPEN_IT}'
  !insertmacro OFFER_FILE_TYPES
SectionEnd

Section /o "$(LINKS)" PART_LINKS
  WriteRegStr HKCU "${LINK_CLASS}" "" "URL:${NAME}"
  WriteRegStr HKCU "${LINK_CLASS}" "URL Protocol" ""
  WriteRegStr HKCU "${LINK_CLASS}\DefaultIcon" "" "${PROGRAM},0"
  WriteRegStr HKCU "${LINK_CLASS}\shell\open\command" "" '${OPEN_IT}'
SectionEnd

; What was chosen, for the next version.
Section "-"
  !macro REMEMBER PART
    ${If} ${SectionIsSelected} ${PART_${PART}}
      WriteRegDWORD HKCU "${OWN}" "${PART}" 1
    ${Else}
      WriteRegDWORD HKCU "${OWN}" "${PART}" 0
    ${EndIf}
  !macroend
  !insertmacro REMEMBER MENU
  !insertmacro REMEMBER DESKTOP
  !insertmacro REMEMBER CONSOLE
  !insertmacro REMEMBER OPEN_WITH
  !insertmacro REMEMBER LINKS
  !insertmacro TELL_EVERYBODY
SectionEnd

Function .onInit
  ${GetParameters} $R0
  ; As it was chosen before, or as the command line says: /DESKTOP=1 /CONSOLE=0 /MENU=… /OPEN_WITH=… /LINKS=…
  !macro CHOOSE PART
    ClearErrors
    ${GetOptions} $R0 "/${PART}=" $0
    ${If} ${Errors}
      ReadRegDWORD $0 HKCU "${OWN}" "${PART}"
    ${EndIf}
    ${If} $0 == "1"
      !insertmacro SelectSection ${PART_${PART}}
    ${ElseIf} $0 == "0"
      !insertmacro UnselectSection ${PART_${PART}}
    ${EndIf}
  !macroend
  !insertmacro CHOOSE MENU
  !insertmacro CHOOSE DESKTOP
  !insertmacro CHOOSE CONSOLE
  !insertmacro CHOOSE OPEN_WITH
  !insertmacro CHOOSE LINKS
FunctionEnd

Section "un.${NAME}" UN_PROGRAM
  SectionIn RO
  Call un.RefuseWhileRunning
  !insertmacro REMOVE_FILES
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  ReadRegDWORD $0 HKCU "${OWN}" "MENU"
  ${If} $0 = 1
    Delete "$SMPROGRAMS\${NAME}.lnk"
  ${EndIf}
  ReadRegDWORD $0 HKCU "${OWN}" "DESKTOP"
  ${If} $0 = 1
    Delete "$DESKTOP\${NAME}.lnk"
  ${EndIf}
  ReadRegDWORD $0 HKCU "${OWN}" "CONSOLE"
  ${If} $0 = 1
    !insertmacro READ_PATH
    ${If} $1 == "yes"
      ${If} $0 == $INSTDIR
        DeleteRegValue HKCU "Environment" "Path"
      ${ElseIf} $0 != ""
        ${un.WordAdd} "$0" ";" "-$INSTDIR" $0
        WriteRegExpandStr HKCU "Environment" "Path" "$0"
      ${EndIf}
    ${EndIf}
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${LIST_CLASS}"
  !insertmacro WITHDRAW_FILE_TYPES
  ReadRegStr $0 HKCU "${LINK_CLASS}\shell\open\command" ""
  ${If} $0 == '${OPEN_IT}' ; another copy may have taken them over
    DeleteRegKey HKCU "${LINK_CLASS}"
  ${EndIf}
  DeleteRegKey HKCU "${LISTED}"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $0
  ${If} ${Errors}
    DeleteRegKey HKCU "${OWN}"
  ${EndIf}
  !insertmacro TELL_EVERYBODY
SectionEnd

; The program's own folders, as paths.py has them: never the folder that the program was installed in.
Section /o "un.$(OWN_CACHE)" UN_CACHE
  RMDir /r "$LOCALAPPDATA\${NAME}\Cache"
  RMDir /r "$LOCALAPPDATA\${NAME}\Logs"
  RMDir "$LOCALAPPDATA\${NAME}"
SectionEnd

Section /o "un.$(OWN_DATA)" UN_DATA
  RMDir /r "$LOCALAPPDATA\${NAME}"
SectionEnd

Function un.onInit
  ${GetParameters} $R0
  !macro ALSO PART
    ClearErrors
    ${GetOptions} $R0 "/${PART}" $0
    ${IfNot} ${Errors}
      !insertmacro SelectSection ${UN_${PART}}
    ${EndIf}
  !macroend
  !insertmacro ALSO CACHE
  !insertmacro ALSO DATA
FunctionEnd
