// SPDX-License-Identifier: GPL-3.0-or-later
// What every client is led through. `connect` gives { ads, instance, again } of the client under test, where
// ads and instance call a method by module, name and arguments in AMP's order, and again() is a new session
// with the instance.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { until } from "./simulator.mjs";

const chunkSize = 524288;
const ready = 20;
const stopped = 0;

async function isIn(state, instance) {
    return (await instance("Core", "GetStatus")).State === state;
}

export async function findInstance(ads, name) {
    const targets = await ads("ADSModule", "GetInstances");
    const found = targets.flatMap((target) => target.AvailableInstances).find((one) => one.InstanceName === name);
    assert.equal(found.Module, "Minecraft");
    assert.equal(found.Running, true);
    return found.InstanceID;
}

async function stopAndStart(instance) {
    assert.ok(await isIn(ready, instance));
    await instance("Core", "Stop");
    await until("the stop", () => isIn(stopped, instance));
    const started = await instance("Core", "Start");
    assert.equal(started.Status, true);
    await until("the start", () => isIn(ready, instance));
}

async function readConsole(instance) {
    await instance("Core", "GetUpdates");
    await instance("Core", "SendConsoleMessage", { message: "say proof" });
    const said = await instance("Core", "GetUpdates");
    assert.ok(said.ConsoleEntries.some((entry) => entry.Contents === "[Server] proof"));
}

async function writeAndRead(instance, minecraft) {
    const bytes = randomBytes(2 * chunkSize + 4711);
    const file = "plugins/upload.jar";
    for (let offset = 0; offset < bytes.length; offset += chunkSize) {
        const part = bytes.subarray(offset, offset + chunkSize);
        const final = offset + chunkSize >= bytes.length;
        const written = await instance("FileManagerPlugin", "WriteFileChunk",
            { Filename: file, Data: part.toString("base64"), Offset: offset, FinalChunk: final });
        assert.equal(written.Status, true);
    }
    assert.deepEqual(readFileSync(path.join(minecraft, file)), bytes);

    const listing = await instance("FileManagerPlugin", "GetDirectoryListing", { Dir: "plugins" });
    assert.deepEqual(listing.map((entry) => [entry.Filename, entry.SizeBytes]), [["upload.jar", bytes.length]]);
    const sum = await instance("FileManagerPlugin", "CalculateFileMD5Sum", { FilePath: file });
    assert.equal(sum.Result, createHash("md5").update(bytes).digest("hex"));
    const read = [];
    for (let offset = 0; ; offset += chunkSize) {
        const chunk = await instance("FileManagerPlugin", "ReadFileChunk",
            { Filename: file, Offset: offset, ChunkSize: chunkSize });
        read.push(Buffer.from(chunk.Result, "base64"));
        if (read.at(-1).length < chunkSize)
            break;
    }
    assert.deepEqual(Buffer.concat(read), bytes);
    const old = await instance("FileManagerPlugin", "GetFileChunk", { Filename: file, Position: 0, Length: 10 });
    assert.equal(old.BytesLength, 10);
    assert.deepEqual(Buffer.from(old.Base64Data, "base64"), bytes.subarray(0, 10));
    return file;
}

async function throwAway(instance, minecraft, file) {
    const trashed = await instance("FileManagerPlugin", "TrashFile", { Filename: file });
    assert.equal(trashed.Status, true);
    assert.ok(!existsSync(path.join(minecraft, file)));
    assert.ok(existsSync(path.join(minecraft, ".trash", "upload.jar")));
    const emptied = await instance("FileManagerPlugin", "EmptyTrash", { TrashDirectoryName: ".trash" });
    assert.equal(emptied.Status, true);
    assert.ok(!existsSync(path.join(minecraft, ".trash")));
}

async function backUp(instance) {
    const taken = await instance("LocalFileBackupPlugin", "TakeBackup",
        { Title: "proof", Description: "by a client of somebody else", Sticky: false });
    assert.equal(taken.Status, true);
    let found;
    await until("the backup", async () => {
        const all = await instance("LocalFileBackupPlugin", "GetBackups");
        found = all.find((backup) => backup.Name === "proof");
        return found !== undefined;
    });
    assert.ok(found.TotalSizeBytes > 0);
    await instance("LocalFileBackupPlugin", "DeleteLocalBackup", { BackupId: found.Id });
    assert.equal((await instance("LocalFileBackupPlugin", "GetBackups")).length, 0);
}

async function cycleDaemon({ ads, instance, again, refused }, id, name) {
    const stop = await ads("ADSModule", "StopInstance", { InstanceName: name });
    assert.equal(stop.Status, true);
    await refused("Instance Unavailable", () => instance("Core", "GetStatus"));
    const start = await ads("ADSModule", "StartInstance", { InstanceName: name });
    assert.equal(start.Status, true);
    await until("the daemon", async () => {
        const statuses = await ads("ADSModule", "GetInstanceStatuses");
        return statuses.find((status) => status.InstanceID === id).Running;
    });
    const fresh = await again();
    assert.ok(await isIn(stopped, fresh));
}

export async function journey(client, simulator) {
    const name = "SMP101";
    const minecraft = simulator.minecraft(name);
    const { ads, instance, id, logOut, refused } = client;

    await stopAndStart(instance);
    await readConsole(instance);
    const file = await writeAndRead(instance, minecraft);
    await backUp(instance);
    await throwAway(instance, minecraft, file);
    await cycleDaemon(client, id, name);
    await logOut();
    await refused("Unauthorized Access", () => ads("ADSModule", "GetInstances"));
}
