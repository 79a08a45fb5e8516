-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO unresolved_keys (instance_id, plugin_name, reason, settings, examples) VALUES /*row*/(?, ?, ?, ?, ?)/*end*/
