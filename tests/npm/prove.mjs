// SPDX-License-Identifier: GPL-3.0-or-later
// node prove.mjs SIMULATOR NPM_DIR CLIENT PROFILE VOID_BODY leads one client through the whole journey.
import { existsSync } from "node:fs";
import path from "node:path";
import { journey } from "./journey.mjs";
import { startSimulator } from "./simulator.mjs";

const [program, given, client, profile, voidBody] = process.argv.slice(2);
const folder = path.resolve(given);
if (!existsSync(path.join(folder, "node_modules"))) {
    console.error(`the AMP clients are not in ${folder}; fetch them with: tests/npm/fetch ${path.dirname(folder)}`);
    process.exit(1);
}
const { connect } = await import(`./${client}.mjs`);
const simulator = await startSimulator(program, profile, voidBody);
try {
    await journey(await connect(folder, simulator.base), simulator);
    console.log(`${client} came through with AMP ${profile}, void as ${voidBody}`);
} catch (problem) {
    console.error(problem);
    process.exitCode = 1;
} finally {
    await simulator.stop();
}
