-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO fleet_identity (id, fleet_id, sealed_key) VALUES (1, ?, ?)
