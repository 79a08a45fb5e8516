-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @findings/columns@ @findings/from@
@findings/filter@
@findings/order@
LIMIT ? OFFSET ?
