-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @findings/columns@ @findings/from@
WHERE d.resolved = FALSE AND i.gone = FALSE AND (? = '' OR d.plugin_name = ?)
@findings/order@
