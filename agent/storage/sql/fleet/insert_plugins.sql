-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO instance_plugins (instance_id, plugin_name, plugin_version, platform, jar_file, jar_sha256, folder)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?)/*end*/
