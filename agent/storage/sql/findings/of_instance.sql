-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @findings/columns@ @findings/from@
WHERE d.resolved = FALSE AND d.instance_id = ?
@findings/order@
