-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM repeated_orders WHERE created_at < ?
