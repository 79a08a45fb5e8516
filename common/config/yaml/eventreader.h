// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <yaml.h>

namespace archivesmp::config {

// libyaml's parser and its current event, freed whatever happens.
class EventReader final
{
public:
    explicit EventReader(QByteArrayView text)
    {
        yaml_parser_initialize(&_parser);
        yaml_parser_set_encoding(&_parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(
            &_parser, reinterpret_cast<const unsigned char *>(text.isEmpty() ? "" : text.data()),
            static_cast<size_t>(text.size()));
    }
    ~EventReader()
    {
        yaml_event_delete(&_event);
        yaml_parser_delete(&_parser);
    }
    Q_DISABLE_COPY_MOVE(EventReader)

    [[nodiscard]] bool next()
    {
        yaml_event_delete(&_event);
        return yaml_parser_parse(&_parser, &_event) == 1;
    }
    [[nodiscard]] const yaml_event_t &event() const { return _event; }
    [[nodiscard]] const yaml_parser_t &parser() const { return _parser; }

private:
    yaml_parser_t _parser{};
    yaml_event_t _event{};
};

[[nodiscard]] inline QByteArrayView viewOf(const yaml_char_t *text)
{
    return text == nullptr ? QByteArrayView() : QByteArrayView(reinterpret_cast<const char *>(text));
}

} // namespace archivesmp::config
