// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/yamlscalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

namespace archivesmp::config {

namespace {

using Text = std::string_view;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool isDigitOrUnderscore(char c)
{
    return isDigit(c) || c == '_';
}

template <typename Predicate>
Text takeWhile(Text &rest, Predicate predicate)
{
    const auto end = std::find_if_not(rest.begin(), rest.end(), predicate);
    const auto size = static_cast<size_t>(end - rest.begin());
    const Text taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
}

template <size_t N>
bool isOneOf(Text text, const std::array<Text, N> &words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool isTrueWord(Text text)
{
    static constexpr std::array<Text, 9> words{"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
    return isOneOf(text, words);
}

bool isFalseWord(Text text)
{
    static constexpr std::array<Text, 9> words{"false", "False", "FALSE", "no", "No",
                                               "NO",    "off",   "Off",   "OFF"};
    return isOneOf(text, words);
}

bool isNullWord(Text text)
{
    static constexpr std::array<Text, 5> words{"", "~", "null", "Null", "NULL"};
    return isOneOf(text, words);
}

// [-+] and what follows.
bool takeSign(Text &rest)
{
    if (rest.empty() || (rest.front() != '-' && rest.front() != '+'))
        return false;
    const bool negative = rest.front() == '-';
    rest.remove_prefix(1);
    return negative;
}

// Digits of a base with underscores between, before and after them. Nothing where there is no digit, another
// character, or more than 64 bits.
std::optional<qint64> wholeNumber(Text digits, unsigned base, bool negative)
{
    constexpr auto most = quint64(std::numeric_limits<qint64>::max());
    quint64 number = 0;
    bool any = false;
    for (const char c : digits) {
        if (c == '_')
            continue;
        const unsigned digit = isDigit(c) ? unsigned(c - '0')
            : isHexDigit(c)               ? unsigned((c | 0x20) - 'a') + 10U
                                          : base;
        if (digit >= base || number > (most + 1 - digit) / base)
            return {};
        number = number * base + digit;
        any = true;
    }
    if (!any || number > most + (negative ? 1 : 0))
        return {};
    return negative ? static_cast<qint64>(0 - number) : static_cast<qint64>(number);
}

// "12:30" after its sign: [1-9][0-9_]*(:[0-5]?[0-9])+ to base 60.
std::optional<qint64> sexagesimal(Text rest, bool negative)
{
    const Text first = takeWhile(rest, isDigitOrUnderscore);
    auto number = wholeNumber(first, 10, false);
    while (number && !rest.empty()) {
        if (rest.front() != ':')
            return {};
        rest.remove_prefix(1);
        const Text part = takeWhile(rest, isDigit);
        const bool fits = part.size() == 1 || (part.size() == 2 && part.front() <= '5');
        if (!fits || *number > (std::numeric_limits<qint64>::max() - 59) / 60)
            return {};
        number = *number * 60 + *wholeNumber(part, 10, false);
    }
    if (number && negative)
        return -*number;
    return number;
}

std::optional<qint64> yamlInteger(Text text)
{
    Text rest = text;
    const bool negative = takeSign(rest);
    if (rest.empty() || !isDigit(rest.front()))
        return {};
    if (rest.starts_with("0b"))
        return wholeNumber(rest.substr(2), 2, negative);
    if (rest.starts_with("0x"))
        return wholeNumber(rest.substr(2), 16, negative);
    if (rest.size() > 1 && rest.front() == '0')
        return wholeNumber(rest.substr(1), 8, negative);
    if (rest.find(':') != Text::npos)
        return sexagesimal(rest, negative);
    return wholeNumber(rest, 10, negative);
}

// A decimal fraction without sign and underscores.
std::optional<double> decimal(Text text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size())
        return {};
    if (error == std::errc::result_out_of_range) {
        const size_t exponent = text.find_first_of("eE");
        const bool tiny = exponent != Text::npos && exponent + 1 < text.size() && text[exponent + 1] == '-';
        return tiny ? 0.0 : std::numeric_limits<double>::infinity();
    }
    return number;
}

// [-+]? digits . digits? exponent?  |  [-+]? digits exponent  |  [-+]? . digits exponent?
bool isDecimalFraction(Text rest)
{
    if (rest.empty() || (!isDigit(rest.front()) && rest.front() != '.'))
        return false;
    const Text whole = takeWhile(rest, isDigitOrUnderscore);
    const bool hasPoint = !rest.empty() && rest.front() == '.';
    Text fraction;
    if (hasPoint) {
        rest.remove_prefix(1);
        fraction = takeWhile(rest, isDigitOrUnderscore);
    }
    if (whole.empty() && std::none_of(fraction.begin(), fraction.end(), isDigit))
        return false;
    if (rest.empty())
        return hasPoint;
    if (rest.front() != 'e' && rest.front() != 'E')
        return false;
    rest.remove_prefix(1);
    takeSign(rest);
    return !rest.empty() && takeWhile(rest, isDigit).size() > 0 && rest.empty();
}

// [0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*
std::optional<double> sexagesimalFraction(Text rest)
{
    if (rest.empty() || !isDigit(rest.front()))
        return {};
    const auto first = wholeNumber(takeWhile(rest, isDigitOrUnderscore), 10, false);
    if (!first || rest.empty() || rest.front() != ':')
        return {};
    auto number = static_cast<double>(*first);
    while (!rest.empty() && rest.front() == ':') {
        rest.remove_prefix(1);
        const Text part = takeWhile(rest, isDigit);
        if (part.empty() || part.size() > 2 || (part.size() == 2 && part.front() > '5'))
            return {};
        number = number * 60 + static_cast<double>(*wholeNumber(part, 10, false));
    }
    if (rest.empty() || rest.front() != '.')
        return {};
    std::string fraction = "0.";
    for (const char c : rest.substr(1)) {
        if (!isDigitOrUnderscore(c))
            return {};
        if (c != '_')
            fraction += c;
    }
    const auto part = fraction.size() > 2 ? decimal(fraction) : 0.0;
    return part ? std::optional(number + *part) : std::nullopt;
}

std::optional<double> yamlReal(Text text)
{
    static constexpr std::array<Text, 3> infinities{".inf", ".Inf", ".INF"};
    static constexpr std::array<Text, 3> notNumbers{".nan", ".NaN", ".NAN"};
    if (isOneOf(text, notNumbers))
        return std::numeric_limits<double>::quiet_NaN();
    Text rest = text;
    const double sign = takeSign(rest) ? -1.0 : 1.0;
    if (isOneOf(rest, infinities))
        return sign * std::numeric_limits<double>::infinity();
    std::optional<double> number;
    if (isDecimalFraction(rest)) {
        std::string digits;
        std::copy_if(rest.begin(), rest.end(), std::back_inserter(digits), [](char c) { return c != '_'; });
        number = decimal(digits);
    } else {
        number = sexagesimalFraction(rest);
    }
    return number ? std::optional(sign * *number) : std::nullopt;
}

Value::Type typeOfNumber(Text text)
{
    // Nearly every number is a short run of digits.
    if (text.size() < 18 && text.front() >= '1' && text.front() <= '9'
        && std::all_of(text.begin(), text.end(), isDigit))
        return Value::Type::Integer;
    if (yamlInteger(text))
        return Value::Type::Integer;
    if (yamlReal(text))
        return Value::Type::Real;
    return Value::Type::Text;
}

} // namespace

Value::Type typeOfPlainYaml(QByteArrayView view)
{
    const Text text(view.data(), static_cast<size_t>(view.size()));
    if (text.empty())
        return Value::Type::Null;
    switch (text.front()) {
    case 'y':
    case 'Y':
    case 'n':
    case 'N':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case 'o':
    case 'O':
    case '~':
        if (text.size() > 5)
            return Value::Type::Text;
        if (isTrueWord(text) || isFalseWord(text))
            return Value::Type::Boolean;
        return isNullWord(text) ? Value::Type::Null : Value::Type::Text;
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
    case '-':
    case '+':
    case '.':
        return typeOfNumber(text);
    default:
        return Value::Type::Text;
    }
}

Value valueOfPlainYaml(QByteArrayView view, Value::Type type)
{
    const Text text(view.data(), static_cast<size_t>(view.size()));
    switch (type) {
    case Value::Type::Boolean:
        return Value::boolean(isTrueWord(text));
    case Value::Type::Integer:
        if (const auto number = yamlInteger(text))
            return Value::integer(*number, view.toByteArray());
        break;
    case Value::Type::Real:
        if (const auto number = yamlReal(text))
            return Value::real(*number, view.toByteArray());
        // "!!float 1" is a fraction by its tag only.
        if (const auto number = yamlInteger(text))
            return Value::real(static_cast<double>(*number), view.toByteArray());
        break;
    case Value::Type::Null:
        return {};
    case Value::Type::Text:
    case Value::Type::List:
    case Value::Type::Map:
        break;
    }
    return Value::text(view.toByteArray());
}

} // namespace archivesmp::config
