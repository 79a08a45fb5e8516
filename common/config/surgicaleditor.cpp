// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/surgicaleditor.h"

#include "common/config/configdocument.h"
#include "common/config/edit/editsession.h"
#include "common/config/hocon/hoconediting.h"
#include "common/config/json/jsonediting.h"
#include "common/config/properties/propertiesediting.h"
#include "common/config/toml/tomlediting.h"
#include "common/config/yaml/yamlediting.h"

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

const FormatEditing *editingOf(Format format)
{
    static const YamlEditing yaml;
    static const JsonEditing json;
    static const TomlEditing toml;
    static const PropertiesEditing properties;
    static const HoconEditing hocon;
    switch (format) {
    case Format::Yaml:
        return &yaml;
    case Format::Json:
        return &json;
    case Format::Toml:
        return &toml;
    case Format::Properties:
        return &properties;
    case Format::Hocon:
        return &hocon;
    case Format::Unknown:
        break;
    }
    return nullptr;
}

// A document in which it is not clear what counts is put right by a person first.
Result<void> requireClear(const ConfigDocument &document)
{
    for (const auto &problem : document.problems()) {
        if (problem.kind == ConfigDocument::Problem::Kind::InvalidEscape)
            continue;
        Error error{ErrorCode::Unsupported, problem.message};
        error.line = problem.line;
        error.column = problem.column;
        error.remedy = u"put that right by hand first"_s;
        return error;
    }
    return {};
}

// What the format can hold of a value: .properties know texts only.
Value valueIn(Format format, const Value &value)
{
    return format == Format::Properties ? Value::text(value.toPlainText()) : value;
}

} // namespace

Result<QByteArray> applyEdits(const QByteArray &source, Format format, const QList<Edit> &edits)
{
    const FormatEditing *editing = editingOf(format);
    if (editing == nullptr)
        return Error{ErrorCode::UnsupportedFormat, nameOf(format) + u" is not understood"_s};
    auto document = parse(source, format, pluginFileLimits);
    if (!document)
        return document.error();
    if (auto clear = requireClear(*document); !clear)
        return clear.error();
    EditSession session(std::move(*document), *editing);
    for (const Edit &edit : edits) {
        const auto done = edit.action == Edit::Action::Set
            ? session.set(edit.path, valueIn(format, edit.value))
            : session.remove(edit.path);
        if (!done)
            return done.error().atField(edit.path.toString());
    }
    return session.document().source();
}

} // namespace archivesmp::config
