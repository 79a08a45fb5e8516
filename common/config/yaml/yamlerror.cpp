// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/yamlerror.h"

#include "common/config/sourcetext.h"
#include "common/config/yaml/charoffsets.h"

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

Error atMark(const QString &message, size_t line, size_t column)
{
    Error error{ErrorCode::InvalidInput, message};
    error.line = static_cast<int>(line) + 1;
    error.column = static_cast<int>(column) + 1;
    return error;
}

Error cannotStart(QByteArrayView source, const yaml_mark_t &mark)
{
    const QByteArrayView text = source.sliced(byteOrderMark(source));
    const QByteArrayView rest = text.sliced(CharOffsets(text).byteOf(mark.index));
    if (rest.startsWith('\t')) {
        Error error = atMark(u"a tab cannot be used to indent"_s, mark.line, mark.column);
        error.remedy = u"use spaces"_s;
        return error;
    }
    Error error
        = atMark(u"a value cannot begin with "_s + QLatin1StringView(rest).left(1), mark.line, mark.column);
    error.remedy = u"put the value into quotes"_s;
    return error;
}

} // namespace

Error yamlError(const yaml_parser_t &parser, QByteArrayView source, const SpannedQuote &quote)
{
    const QByteArrayView problem(parser.problem != nullptr ? parser.problem : "not understood");
    const QByteArrayView context(parser.context != nullptr ? parser.context : "");
    if (parser.error == YAML_MEMORY_ERROR)
        return Error{ErrorCode::LimitExceeded, u"out of memory"_s};
    if (parser.error == YAML_READER_ERROR)
        return errorAt(source, static_cast<qsizetype>(parser.problem_offset), QString::fromUtf8(problem));

    if (context == "while scanning a quoted scalar" && problem.startsWith("found unexpected")) {
        Error error = atMark(u"the quote that is opened here is never closed"_s, parser.context_mark.line,
                             parser.context_mark.column);
        error.remedy = u"close it"_s;
        return error;
    }
    if (problem == "found character that cannot start any token")
        return cannotStart(source, parser.problem_mark);
    if (quote.endLine > quote.beginLine && quote.endLine == parser.problem_mark.line) {
        Error error = atMark(u"the quote that is opened here ends in line "_s
                                 + QString::number(quote.endLine + 1) + u" and is followed by more text"_s,
                             quote.beginLine, quote.beginColumn);
        error.remedy = u"close it where the text ends"_s;
        return error;
    }
    QString message = QString::fromUtf8(problem);
    if (!context.isEmpty())
        message += u' ' + QString::fromUtf8(context);
    Error error = atMark(message, parser.problem_mark.line, parser.problem_mark.column);
    if (problem.contains("tab character"))
        error.remedy = u"use spaces"_s;
    return error;
}

} // namespace archivesmp::config
