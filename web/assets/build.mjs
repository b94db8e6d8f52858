// Builds the pages' scripts and styles into web/static/built/: each file named by a hash of what
// is in it, so that it may be cached for ever, and manifest.json, which says which name to use.
// Beside each file lies what it is when compressed, so that no request has to compress it.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { themeRules } from './theme.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = join(here, '..', 'static', 'built');
const browsers = ['chrome111', 'edge111', 'firefox113', 'safari16.4'];

const theme = {
  name: 'theme',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^theme\.css$/ }, () => ({ path: 'theme.css', namespace: 'theme' }));
    onLoad({ filter: /.*/, namespace: 'theme' }, async () => ({
      contents: themeRules(await allStyles()),
      loader: 'css',
    }));
  },
};

async function allStyles() {
  const folder = join(here, 'css');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.css'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('\n');
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: [
    'js/app.js',
    'js/huddle.js',
    'js/login.js',
    'js/preview.js',
    'js/proof.js',
    'js/install.js',
    'js/reply.js',
    'js/teams.js',
    'css/app.css',
  ],
  entryNames: '[name]-[hash]',
  outdir: target,
  bundle: true,
  minify: true,
  format: 'iife',
  target: browsers,
  legalComments: 'none',
  metafile: true,
  plugins: [theme],
});

const manifest = Object.fromEntries(
  Object.entries(metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([path, output]) => [basename(output.entryPoint), basename(path)]),
);
for (const name of Object.values(manifest)) {
  const whole = await readFile(join(target, name));
  await writeFile(join(target, `${name}.br`), brotliCompressSync(whole));
  await writeFile(join(target, `${name}.gz`), gzipSync(whole, { level: 9 }));
}
await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
