// SPDX-License-Identifier: GPL-3.0-or-later
// std::visit(Overloaded {[](const A &) {…}, [](const B &) {…}}, variant)
#pragma once

namespace archivesmp {

template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace archivesmp
