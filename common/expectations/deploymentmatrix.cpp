// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/deploymentmatrix.h"

#include "common/expectations/csvcell.h"
#include "common/expectations/csvreader.h"
#include "common/expectations/glob.h"

#include "common/core/textescape.h"
#include "common/domain/instance.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

constexpr auto instancePrefix = "server_"_L1;
constexpr auto allowedCells
    = "use true, yes, x, 1 or required; false, no, 0 or forbidden; allowed; or nothing; true@1.2.3 wants a version"_L1;

Error wrong(const QString &message, int line, qsizetype cell, const QString &remedy)
{
    return {ErrorCode::InvalidInput, message, {}, line, static_cast<int>(cell + 1), {}, remedy};
}

QString quoted(QStringView text)
{
    return u'"' + excerpt(text, 60) + u'"';
}

std::optional<Presence> presenceOf(const QString &cell)
{
    static const QHash<QString, Presence> words{
        {u""_s, Presence::Undecided},         {u"true"_s, Presence::Required},
        {u"yes"_s, Presence::Required},       {u"x"_s, Presence::Required},
        {u"1"_s, Presence::Required},         {u"required"_s, Presence::Required},
        {u"false"_s, Presence::Forbidden},    {u"no"_s, Presence::Forbidden},
        {u"0"_s, Presence::Forbidden},        {u"allowed"_s, Presence::Allowed},
        {u"forbidden"_s, Presence::Forbidden}};
    const auto found = words.find(cell.trimmed().toLower());
    return found == words.end() ? std::nullopt : std::optional(*found);
}

bool isInstanceName(const QString &name)
{
    const QStringList parts = name.split(u'/');
    return parts.size() <= 2 && std::all_of(parts.begin(), parts.end(), [](const QString &part) {
               return domain::isValidInstanceName(part);
           });
}

// Which cell of a row holds what; -1 where the header has no such column.
struct Header
{
    qsizetype plugin = -1;
    qsizetype type = -1;
    qsizetype autoUpdate = -1;
    qsizetype updateSource = -1;
    qsizetype version = -1;
    QList<qsizetype> instances; // the columns in the order of DeploymentMatrix::instances
    QStringList names;
};

Result<void> addInstanceColumn(Header &header, const QString &name, int line, qsizetype column)
{
    if (!isInstanceName(name))
        return wrong(u"the column names no instance: "_s + quoted(name), line, column,
                     u"use letters, digits, dot, dash and underscore"_s);
    const qsizetype before = header.names.indexOf(name);
    if (before >= 0)
        return wrong(u"the instance %1 has a column %2 and a column %3"_s.arg(
                         name, QString::number(header.instances.at(before) + 1), QString::number(column + 1)),
                     line, column, u"remove one of them"_s);
    header.instances.append(column);
    header.names.append(name);
    return {};
}

Result<Header> readHeader(const CsvRow &row)
{
    Header header;
    const QHash<QString, qsizetype *> known{{u"plugin_name"_s, &header.plugin},
                                            {u"plugin_type"_s, &header.type},
                                            {u"auto_update"_s, &header.autoUpdate},
                                            {u"update_source"_s, &header.updateSource},
                                            {u"expected_version"_s, &header.version}};
    for (qsizetype i = 0; i < row.cells.size(); ++i) {
        const QString name = row.cells.at(i).trimmed();
        if (name.startsWith(instancePrefix)) {
            if (auto added = addInstanceColumn(header, name.sliced(instancePrefix.size()), row.line, i);
                !added)
                return added.error();
        } else if (qsizetype *column = known.value(name)) {
            if (*column >= 0)
                return wrong(u"the column %1 stands there twice, as column %2 too"_s.arg(quoted(name))
                                 .arg(*column + 1),
                             row.line, i, u"remove one of them"_s);
            *column = i;
        } else {
            return wrong(
                u"unknown column "_s + quoted(name), row.line, i,
                u"use plugin_name, plugin_type, auto_update, update_source, expected_version and server_<instance>"_s);
        }
    }
    if (header.plugin < 0)
        return wrong(u"there is no column plugin_name"_s, row.line, 0,
                     u"begin the file with the header row"_s);
    return header;
}

QString cell(const CsvRow &row, qsizetype column)
{
    return column < 0 ? QString() : textOfCell(row.cells.at(column).trimmed());
}

// "true", or "true@1.2.3".
Result<void> readCell(MatrixRow &out, const CsvRow &row, qsizetype column)
{
    const QString &text = row.cells.at(column);
    const qsizetype at = text.indexOf(u'@');
    const auto presence = presenceOf(at < 0 ? text : text.first(at));
    const QString version = at < 0 ? QString() : text.sliced(at + 1).trimmed();
    if (!presence || (at >= 0 && version.isEmpty()))
        return wrong(u"the cell holds "_s + quoted(text), row.line, column, allowedCells);
    if (at >= 0 && *presence != Presence::Required && *presence != Presence::Allowed)
        return wrong(u"a plugin that is not wanted has no version: "_s + quoted(text), row.line, column,
                     u"use true@ or allowed@"_s);
    out.cells.append(*presence);
    out.versions.append(version);
    return {};
}

Result<MatrixRow> readRow(const CsvRow &row, const Header &header)
{
    MatrixRow out;
    out.plugin = cell(row, header.plugin);
    out.type = cell(row, header.type);
    out.updateSource = cell(row, header.updateSource);
    out.version = cell(row, header.version);
    if (out.plugin.isEmpty())
        return wrong(u"the plugin has no name"_s, row.line, header.plugin, u"name it or remove the row"_s);
    if (const QString text = cell(row, header.autoUpdate); !text.isEmpty()) {
        const auto value = presenceOf(text);
        if (!value)
            return wrong(u"auto_update is "_s + quoted(text), row.line, header.autoUpdate,
                         u"use true or false"_s);
        out.autoUpdate = *value == Presence::Required;
    }
    for (const qsizetype column : header.instances) {
        if (auto read = readCell(out, row, column); !read)
            return read.error();
    }
    if (std::all_of(out.versions.begin(), out.versions.end(), [](const QString &v) { return v.isEmpty(); }))
        out.versions.clear();
    return out;
}

} // namespace

QString MatrixRow::versionFor(qsizetype instance) const
{
    const QString own = versions.value(instance);
    return own.isEmpty() ? version : own;
}

bool fitsVersion(const QString &wanted, const QString &version)
{
    const auto withoutLetter = [](const QString &text) {
        const bool hasLetter = text.size() > 1 && text.front().toLower() == u'v' && text.at(1).isDigit();
        return text.sliced(hasLetter ? 1 : 0);
    };
    constexpr QChar none(0x1f);
    return Glob(withoutLetter(wanted), none, none).fits(withoutLetter(version));
}

int DeploymentMatrix::required() const
{
    int count = 0;
    for (const MatrixRow &row : rows)
        count += static_cast<int>(std::count(row.cells.begin(), row.cells.end(), Presence::Required));
    return count;
}

bool DeploymentMatrix::isPlausible() const
{
    qsizetype used = 0;
    for (qsizetype i = 0; i < instances.size(); ++i) {
        used += std::any_of(rows.begin(), rows.end(),
                            [i](const MatrixRow &row) { return row.cells.at(i) == Presence::Required; });
    }
    return !instances.isEmpty() && used * 2 >= instances.size();
}

Result<ParsedMatrix> parseMatrix(const QByteArray &csv)
{
    const auto rows = readCsv(csv);
    if (!rows)
        return rows.error();
    const auto header = readHeader(rows->first());
    if (!header)
        return header.error();
    ParsedMatrix parsed{{header->names, {}}, static_cast<int>(rows->size() - 1), {}};
    QHash<QString, std::pair<int, qsizetype>> seen; // line and index of the first row
    for (qsizetype i = 1; i < rows->size(); ++i) {
        auto row = readRow(rows->at(i), *header);
        if (!row)
            return row.error();
        const int line = rows->at(i).line;
        const auto before = seen.constFind(row->plugin);
        if (before == seen.constEnd()) {
            seen.insert(row->plugin, {line, parsed.matrix.rows.size()});
            parsed.matrix.rows.append(std::move(*row));
            continue;
        }
        const MatrixRow &first = parsed.matrix.rows.at(before->second);
        if (first.cells != row->cells || first.version != row->version || first.versions != row->versions)
            return wrong(u"the plugin %1 has a row in line %2 already, which says something else"_s
                             .arg(quoted(row->plugin))
                             .arg(before->first),
                         line, header->plugin, u"remove one of them"_s);
        parsed.repeated.append(u"%1 (lines %2 and %3)"_s.arg(row->plugin).arg(before->first).arg(line));
    }
    return parsed;
}

} // namespace archivesmp::expectations
