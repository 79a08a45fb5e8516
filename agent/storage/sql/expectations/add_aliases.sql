-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO instance_aliases (alias, instance_name) VALUES /*row*/(?, ?)/*end*/
