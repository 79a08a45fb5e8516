// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the shared precompiled header.
#include "cmake/pch.h"
