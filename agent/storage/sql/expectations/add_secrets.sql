-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO expectation_secrets (version, reference, sealed) VALUES /*row*/(?, ?, ?)/*end*/
