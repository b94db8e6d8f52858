// Says what is wrong with a Teams manifest and its texts, by the schemas that Microsoft publishes
// as an npm package. Reads {"MicrosoftTeams": […], "MicrosoftTeams.Localization": […]}.
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const main = createRequire(import.meta.url).resolve('@microsoft/app-manifest');
const home = main.slice(0, main.indexOf('app-manifest') + 'app-manifest'.length);
const problems = [];
for (const [name, documents] of Object.entries(JSON.parse(readFileSync(0, 'utf8')))) {
  const file = join(home, 'build/json-schemas/teams/v1.30', `${name}.schema.json`);
  // It says draft 4 and uses `const`, which that draft does not know and would let pass.
  const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  // The patterns of the one are right with the flag `u` only, those of the other without it only.
  const unicodeRegExp = name === 'MicrosoftTeams';
  const options = { strict: false, allErrors: true, unicodeRegExp };
  const check = addFormats(new Ajv(options)).compile(schema);
  for (const document of documents) {
    check(document);
    problems.push(...(check.errors ?? []).map((one) => `${one.instancePath} ${one.message}`));
  }
}
console.log(JSON.stringify(problems));
