// SPDX-License-Identifier: GPL-3.0-or-later
// CubeCoders' own client. It builds its functions from the anonymous and then from the full method list, passes
// arguments by place, and gives faults as values.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { findInstance } from "./journey.mjs";
import { account } from "./simulator.mjs";

export async function connect(folder, base) {
    const require = createRequire(path.join(folder, "package.json"));
    const { AMPAPI } = require("@cubecoders/ampapi");

    async function logIn(address) {
        const api = new AMPAPI(address);
        assert.equal(await api.initAsync(), true);
        const login = await api.Core.LoginAsync(account.user, account.password, "", false);
        assert.equal(login.success, true);
        api.sessionId = login.sessionID;
        assert.equal(await api.initAsync(), true);
        const call = (module, method, parameters = {}) => {
            const order = api.API[module][method].Parameters.map((parameter) => parameter.Name);
            return api[module][`${method}Async`](...order.map((parameter) => parameters[parameter]));
        };
        return { api, call };
    }

    const { api, call: ads } = await logIn(base);
    const id = await findInstance(ads, "SMP101");
    const proxy = `${base}/API/ADSModule/Servers/${id}`;
    const { call: instance } = await logIn(proxy);
    return {
        ads, instance, id,
        again: async () => (await logIn(proxy)).call,
        logOut: () => api.Core.LogoutAsync(),
        refused: async (title, act) => assert.equal((await act()).Title, title),
    };
}
