// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/value.h"
#include "common/drift/sametext.h"
#include "common/drift/spelledkey.h"

#include <QByteArrayView>

#include <deque>
#include <vector>

namespace archivesmp::drift {

// An expected value in the form in which most equal ones are recognized at first sight.
class QuickValue final
{
public:
    QuickValue() = default;
    explicit QuickValue(const Value &value); // which must outlive it

    // True only where compare() says that a scalar of a YAML document is the same.
    [[nodiscard]] bool isSame(Value::Type type, QByteArrayView text) const;

    // Where the line ends in which YAML from `text` to `end` spells this value behind a key's colon or an
    // item's dash, its line break not included; nullptr where it says something else, or perhaps.
    [[nodiscard]] const char *lineEndBehind(const char *text, const char *end) const;

    [[nodiscard]] const Value *value() const { return _value; } // nullptr where there is none

    // What a list or map holds, in its order; nullptr where it holds nothing, or was not packed.
    [[nodiscard]] const QuickValue *items() const { return _items; }
    [[nodiscard]] const SpelledKey &key() const { return _key; } // of what a map holds, once it was packed

private:
    friend class QuickValues;

    [[nodiscard]] const char *endOfOtherSpelling(const char *text, const char *end) const;
    [[nodiscard]] static const char *endOfTail(const char *text, const char *end);

    const Value *_value = nullptr;
    const QuickValue *_items = nullptr;
    SpelledKey _key;
    QByteArrayView _text;    // of single values; a number may not know how it was written
    QByteArrayView _escaped; // between double quotes, where the text is not itself there
    Value::Type _type = Value::Type::Null;
    bool _truth = false;
    bool _plain = false;  // the text is this value where it stands without quotes …
    bool _quoted = false; // … and where it stands in quotes
};

inline const char *QuickValue::lineEndBehind(const char *text, const char *end) const
{
    while (text != end && *text == ' ')
        ++text;
    const char *behind = _plain && beginsWith(text, end, _text) ? text + _text.size() : nullptr;
    if (behind == nullptr)
        behind = endOfOtherSpelling(text, end);
    return behind == nullptr || behind == end || *behind == '\n' ? behind : endOfTail(behind, end);
}

// Those of one file in the order of its entries, their texts side by side: what is read one after the other
// a quarter of a million times a second should lie so.
class QuickValues final
{
public:
    explicit QuickValues(size_t count)
        : _values(count)
    { }

    void set(size_t entry, const QuickValue &value) { _values[entry] = value; }
    void pack(); // moves the texts together, and looks into lists and maps; once

    [[nodiscard]] size_t size() const { return _values.size(); }
    [[nodiscard]] const QuickValue &at(size_t entry) const { return _values[entry]; }

private:
    void addItems(QuickValue &container);

    std::vector<QuickValue> _values;
    std::vector<QuickValue> _items; // of all lists and maps; those of one stand together
    std::vector<char> _texts;
    std::deque<QByteArray> _escaped;
};

} // namespace archivesmp::drift
