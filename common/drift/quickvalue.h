// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/value.h"

#include <QByteArrayView>

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

    // True only where a line of YAML with this behind a key's colon or an item's dash is the same.
    [[nodiscard]] bool isSpelled(QByteArrayView spelling) const;

    [[nodiscard]] const Value *value() const { return _value; } // nullptr where there is none

    // What a list or map holds, in its order; nullptr where it holds nothing, or was not packed.
    [[nodiscard]] const QuickValue *items() const { return _items; }

private:
    friend class QuickValues;

    const Value *_value = nullptr;
    const QuickValue *_items = nullptr;
    QByteArrayView _text; // of texts, and of numbers that know how they were written
    Value::Type _type = Value::Type::Null;
    bool _truth = false;
    bool _plain = false;  // the text is this value where it stands without quotes …
    bool _quoted = false; // … and where it stands in quotes
};

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
};

} // namespace archivesmp::drift
