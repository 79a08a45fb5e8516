// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/csvcell.h"

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar apostrophe = u'\'';

// Whether a spreadsheet would evaluate what stands behind the apostrophes.
bool hidesFormula(QStringView text)
{
    static const QString starts = u"=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"_s;
    const auto first
        = std::find_if(text.begin(), text.end(), [](QChar letter) { return letter != apostrophe; });
    return first != text.end() && starts.contains(*first);
}

} // namespace

QByteArray csvCell(const QString &text)
{
    const bool hides = hidesFormula(text);
    QByteArray bytes = hides ? '\'' + text.toUtf8() : text.toUtf8();
    if (hides || bytes.contains(',') || bytes.contains('"') || bytes.contains('\n') || bytes.contains('\r'))
        return '"' + bytes.replace('"', "\"\"") + '"';
    return bytes;
}

QString textOfCell(QStringView cell)
{
    const bool isHidden = cell.startsWith(apostrophe) && hidesFormula(cell);
    return cell.sliced(isHidden ? 1 : 0).toString();
}

} // namespace archivesmp::expectations
