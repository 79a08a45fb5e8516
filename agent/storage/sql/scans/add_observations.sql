-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO observations (instance_id, plugin_name, observation) VALUES /*row*/(?, ?, ?)/*end*/
