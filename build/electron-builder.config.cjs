'use strict';
/** Packages: deb, AppImage, dmg, nsis. Run with the bundles built: npx electron-builder --config build/electron-builder.config.cjs */
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

/** What the bundles leave outside (vite.electron.config.ts): these and what they need are packed, all else is bundled. */
const outside = ['better-sqlite3', 'dockerode'];

/** The packages with all that they need. Optional dependencies are not: ssh2's is slower without, the others are Bare's. */
function closureOf(names) {
  const found = new Set();
  const visit = (name) => {
    const manifest = path.join(root, 'node_modules', name, 'package.json');
    if (found.has(name) || !fs.existsSync(manifest)) return;
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    for (const needed of Object.keys(dependencies)) if (!(needed in optionalDependencies)) visit(needed);
  };
  for (const name of names) visit(name);
  return found;
}

function bundledModules() {
  const needed = closureOf(outside);
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const installed = Object.keys(packages).flatMap(
    (place) => /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1] ?? [],
  );
  return installed.filter((name) => !needed.has(name));
}

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'example.slipway',
  productName: 'Slipway',
  copyright: 'The Slipway developers',
  directories: { output: 'dist/packages', buildResources: 'build/icons' },
  files: [
    'package.json',
    'dist/electron/**',
    'dist/renderer/**',
    '!**/*.map',
    '!**/@types/**',
    ...bundledModules().map((name) => `!node_modules/${name}/**`),
    // Of the binaries for eight platforms, the one that is packed for.
    '!**/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
    '!**/better-sqlite3/{deps,src}/**',
  ],
  // A native addon is loaded by the system, which knows nothing of archives.
  asarUnpack: ['**/*.node'],
  // The binaries speak Node-API: they fit Node and Electron alike.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  publish: { provider: 'generic', url: 'https://slipway.example/releases' },
  linux: {
    target: ['deb', 'AppImage'],
    executableName: 'slipway',
    category: 'Development',
    icon: 'build/icons/icon.png',
    maintainer: 'The Slipway developers <slipway@users.noreply.example>',
    synopsis: 'What runs where, and the way back',
  },
  deb: {
    depends: ['git', 'libgtk-3-0', 'libnss3', 'libnotify4', 'xdg-utils', 'libsecret-1-0'],
    recommends: ['docker.io | docker-ce'],
  },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.developer-tools',
    icon: 'build/icons/icon.png',
    hardenedRuntime: true,
  },
  win: { target: ['nsis'], icon: 'build/icons/icon.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
