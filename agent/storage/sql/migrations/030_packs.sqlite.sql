-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE IF NOT EXISTS packs_off (
    name VARCHAR(190) NOT NULL PRIMARY KEY CHECK (length(name) <= 190)
);
