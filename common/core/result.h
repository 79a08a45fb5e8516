// SPDX-License-Identifier: GPL-3.0-or-later
// A value or the Error that prevented it.
#pragma once

#include "common/core/error.h"

#include <tl/expected.hpp>

#include <utility>

namespace archivesmp {

// tl::expected with two things added: it must not be ignored, and an Error is returned as it is.
// The base is std::expected's forerunner, so that it can be swapped for it later.
template <typename T>
class [[nodiscard]] Result final : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
    Result(Error error)
        : tl::expected<T, Error>(tl::unexpect, std::move(error))
    { }
};

template <>
class [[nodiscard]] Result<void> final : public tl::expected<void, Error>
{
public:
    Result() = default;
    Result(Error error)
        : tl::expected<void, Error>(tl::unexpect, std::move(error))
    { }
};

} // namespace archivesmp
