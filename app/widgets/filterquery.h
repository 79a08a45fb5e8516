// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::app::widgets {

// What is typed into a filter box: words that must all be found, whatever their case. "plugin:core" looks
// into one field, "-word" and "-plugin:core" exclude, "two words" in quotes are one.
class FilterQuery final
{
public:
    struct Term
    {
        QString field;   // empty for any
        QByteArray text; // lower-case UTF-8
        bool excludes = false;

        friend bool operator==(const Term &, const Term &) = default;
    };

    FilterQuery() = default;

    // `fields` are the names that may stand before a colon; a word with another one is taken as plain text.
    [[nodiscard]] static FilterQuery parse(QStringView text, const QStringList &fields);

    [[nodiscard]] bool isEmpty() const { return _terms.isEmpty(); }
    [[nodiscard]] const QList<Term> &terms() const { return _terms; }

    // Whether everything that this query lets through, `other` lets through too. A model can then look at
    // its previous hits only.
    [[nodiscard]] bool narrows(const FilterQuery &other) const;

    // `fieldText(name)` gives the lower-case UTF-8 of one field, with an empty name the text of all fields.
    template <typename FieldText>
    [[nodiscard]] bool matches(FieldText &&fieldText) const
    {
        for (const Term &term : _terms) {
            if (fieldText(term.field).contains(term.text) == term.excludes)
                return false;
        }
        return true;
    }

    friend bool operator==(const FilterQuery &, const FilterQuery &) = default;

private:
    QList<Term> _terms;
};

} // namespace archivesmp::app::widgets
