-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO packs_off (name) VALUES (?)
