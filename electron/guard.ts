/**
 * The first import of every entry point that opens the database: better-sqlite3 needs Node-API 10, and below it the
 * process would end in a segmentation fault instead of a sentence.
 */
const neededNodeApi = 10;

if (Number(process.versions.napi) < neededNodeApi) {
  process.stderr.write(
    `Slipway needs Node 22.14 or newer, and this is ${process.version}. "npm start" and "npm run slipway" choose one by themselves.\n`,
  );
  process.exit(1);
}
