-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @findings/columns@ @findings/from@
WHERE d.fingerprint = ? AND d.resolved = FALSE
