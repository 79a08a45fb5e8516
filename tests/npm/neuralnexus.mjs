// SPDX-License-Identifier: GPL-3.0-or-later
// The client of the ampapi project. It throws at every answer with a Title, and logs an instance in twice: by the
// password and then by the token that it was given.
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { findInstance } from "./journey.mjs";
import { account } from "./simulator.mjs";

const orders = {
    GetDirectoryListing: ["Dir"],
    WriteFileChunk: ["Filename", "Data", "Offset", "FinalChunk"],
    ReadFileChunk: ["Filename", "Offset", "ChunkSize"],
    GetFileChunk: ["Filename", "Position", "Length"],
    CalculateFileMD5Sum: ["FilePath"],
    TrashFile: ["Filename"],
    EmptyTrash: ["TrashDirectoryName"],
    TakeBackup: ["Title", "Description", "Sticky"],
    DeleteLocalBackup: ["BackupId"],
    SendConsoleMessage: ["message"],
    StartInstance: ["InstanceName"],
    StopInstance: ["InstanceName"],
};

function caller(api) {
    return (module, method, parameters = {}) =>
        api[module][method](...(orders[method] ?? []).map((name) => parameters[name]));
}

export async function connect(folder, base) {
    const entry = path.join(folder, "node_modules/@neuralnexus/ampapi/dist/index.js");
    const { ADS } = await import(pathToFileURL(entry).href);
    const api = new ADS(base, account.user, account.password);
    assert.equal((await api.APILogin()).success, true);
    const ads = caller(api);
    const id = await findInstance(ads, "SMP101");
    const logIn = async () => {
        const instance = await api.InstanceLogin(id, "Minecraft");
        assert.ok(instance, "the instance's login failed");
        return caller(instance);
    };
    return {
        ads, id,
        instance: await logIn(),
        again: logIn,
        logOut: () => api.Core.Logout(),
        refused: (title, act) => assert.rejects(act, new RegExp(title)),
    };
}
