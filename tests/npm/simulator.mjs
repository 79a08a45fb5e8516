// SPDX-License-Identifier: GPL-3.0-or-later
// The simulator as a process with two instances of its own, and a way to wait for what it will say.
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import path from "node:path";

export const account = { user: "admin", password: "a pass word" };

export async function startSimulator(program, profile, voidBody) {
    const root = mkdtempSync(path.join(tmpdir(), "archivesmp-npm-"));
    for (const name of ["DEV01", "SMP101"])
        mkdirSync(path.join(root, name, "Minecraft", "plugins"), { recursive: true });
    const child = spawn(program, ["--root", root, "--user", account.user, "--password", account.password,
        "--profile", profile, "--void-body", voidBody, "--start-ms", "40", "--stop-ms", "20", "--daemon-ms", "20",
        "--backup-ms", "20"], { stdio: ["ignore", "pipe", "inherit"] });
    // Also where a client's own error ends this process.
    process.once("exit", () => {
        child.kill("SIGTERM");
        rmSync(root, { recursive: true, force: true });
    });
    const ended = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
    let base;
    for await (const line of createInterface(child.stdout)) {
        const match = /^listening on (127\.0\.0\.1:\d+)$/.exec(line);
        if (match) {
            base = `http://${match[1]}`;
            break;
        }
    }
    if (!base)
        throw new Error("the simulator did not start");
    const stop = async () => {
        child.kill("SIGTERM");
        const code = await ended;
        rmSync(root, { recursive: true, force: true });
        if (code !== 0)
            throw new Error(`the simulator ended with ${code}`);
    };
    return { base, stop, minecraft: (name) => path.join(root, name, "Minecraft") };
}

// Asks until the answer is true, for ten seconds at most.
export async function until(what, ask) {
    for (let i = 0; i < 500; ++i) {
        if (await ask())
            return;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`in vain: ${what}`);
}
