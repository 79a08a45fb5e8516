// SPDX-License-Identifier: GPL-3.0-or-later
// A setting's value, whatever format it was written in.
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QList>

#include <utility>
#include <variant>

namespace archivesmp {

class Value;
using ValueList = QList<Value>;
using ValueMap = QList<std::pair<QByteArray, Value>>; // in the order of the source; keys in UTF-8, unique

// Null, truth value, whole number, number, text, list or map. Texts are UTF-8. A number keeps the text it was
// written with, because 1.10 and 1.1 are one number and two version names.
class Value final
{
public:
    enum class Type { Null, Boolean, Integer, Real, Text, List, Map };

    Value() = default;
    [[nodiscard]] static Value boolean(bool value) { return Value(Data(value)); }
    [[nodiscard]] static Value integer(qint64 value, QByteArray source = {});
    [[nodiscard]] static Value real(double value, QByteArray source = {});
    [[nodiscard]] static Value text(QByteArray utf8) { return Value(Data(std::move(utf8))); }
    [[nodiscard]] static Value list(ValueList items) { return Value(Data(std::move(items))); }
    [[nodiscard]] static Value map(ValueMap entries) { return Value(Data(std::move(entries))); }

    [[nodiscard]] Type type() const;
    [[nodiscard]] bool isNull() const { return type() == Type::Null; }
    [[nodiscard]] bool isNumber() const { return type() == Type::Integer || type() == Type::Real; }
    [[nodiscard]] bool isScalar() const { return type() != Type::List && type() != Type::Map; }

    // Each asks for the type first; a Value of another type gives the default.
    [[nodiscard]] bool toBoolean() const;
    [[nodiscard]] qint64 toInteger() const;
    [[nodiscard]] double toReal() const;           // of Integer too
    [[nodiscard]] QByteArray toText() const;       // of Text only
    [[nodiscard]] QByteArrayView textView() const; // the same, as long as the value stays
    [[nodiscard]] const ValueList &items() const;
    [[nodiscard]] const ValueMap &entries() const;
    [[nodiscard]] const Value *find(QByteArrayView key) const; // nullptr where there is none

    // How the number was written, or its shortest exact spelling where it was not read from a text.
    [[nodiscard]] QByteArray numberSource() const;

    // How it was written, as long as the value stays; empty where it was not read from a text.
    [[nodiscard]] QByteArrayView sourceView() const;

    // What .properties would hold: "true", "25565", the text itself. Lists and maps as compact JSON, null as
    // "".
    [[nodiscard]] QByteArray toPlainText() const;

    // Whole numbers beyond 2^53 and numbers with a spelling of their own survive toJson() as texts would not:
    // JSON has no such numbers, so the value is what counts there.
    [[nodiscard]] QJsonValue toJson() const;
    [[nodiscard]] static Value fromJson(const QJsonValue &json);

    // What toJson() cannot say: true for an infinity or no number, which is a text there; "=" and the text
    // for one that begins with U+FEFF, which JSON's and CBOR's readers drop; the same for each element of a
    // list or map. Null where toJson() says it all. fromJson().withMarks() is the value again.
    [[nodiscard]] QJsonValue jsonMarks() const;
    [[nodiscard]] Value withMarks(const QJsonValue &marks) const;

    // One line of canonical text: equal values (1 and 1.0, maps in any order) have equal texts. For hashes.
    [[nodiscard]] QByteArray canonical() const;

    // Equal in type and meaning: 1 equals 1.0, maps compare without order, lists with it; "1" is not 1.
    friend bool operator==(const Value &a, const Value &b);

private:
    struct IntegerNumber
    {
        qint64 value;
        QByteArray source;
    };
    struct RealNumber
    {
        double value;
        QByteArray source;
    };
    using Data
        = std::variant<std::monostate, bool, IntegerNumber, RealNumber, QByteArray, ValueList, ValueMap>;

    explicit Value(Data data)
        : _data(std::move(data))
    { }

    Data _data;
};

} // namespace archivesmp
