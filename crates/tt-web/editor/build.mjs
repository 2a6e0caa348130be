// Builds ../assets/soan-thao.js out of src/ and the licence text of what is bundled.
//
//   node build.mjs            writes both files
//   node build.mjs --check    fails when the committed files are not what a fresh build gives
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BUNDLE = here('../assets/soan-thao.js');
const LICENCES = here('../assets/licences/soan-thao-MIT.txt');
const MOST_BYTES = 350_000;

const built = await build({
  entryPoints: [here('./src/main.js')],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: 'iife',
  charset: 'utf8',
  legalComments: 'none',
  target: ['chrome109', 'firefox102', 'safari15.4'],
  banner: { js: '/* Trọng Tâm: soạn báo cáo. Dựng từ crates/tt-web/editor bằng `npm run build`. ProseMirror: MIT, xem licences/soan-thao-MIT.txt */' },
});
const script = built.outputFiles[0].text;
const licences = licenceTexts(Object.keys(built.metafile.inputs));

const bytes = Buffer.byteLength(script);
if (bytes > MOST_BYTES) fail(`the bundle has ${bytes} bytes, at most ${MOST_BYTES}`);
if (process.argv.includes('--check')) {
  if (kept(BUNDLE) !== script) fail('assets/soan-thao.js is not what src/ builds: run `npm ci && npm run build` and commit it');
  if (kept(LICENCES) !== licences) fail('assets/licences/soan-thao-MIT.txt does not name what is bundled: run `npm run build`');
} else {
  writeFileSync(BUNDLE, script);
  writeFileSync(LICENCES, licences);
}
console.log(`soan-thao.js: ${bytes} bytes`);

/** The licences of every package a byte of which is in the bundle. */
function licenceTexts(inputs) {
  const names = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const parts = [...names].sort().map((name) => {
    const { version, license } = JSON.parse(readFileSync(here(`./node_modules/${name}/package.json`), 'utf8'));
    if (license !== 'MIT') fail(`${name} is under ${license}: say so in THIRD-PARTY.md and here`);
    return `${name} ${version}\n\n${readFileSync(here(`./node_modules/${name}/LICENSE`), 'utf8').trim()}\n`;
  });
  return `Bundled in soan-thao.js\n\n${parts.join('\n----\n\n')}`;
}

function kept(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
