-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT fleet_id, sealed_key FROM fleet_identity WHERE id = 1
