// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/aliasplace.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>
#include <vector>

namespace archivesmp::agent::settings {

namespace {

// Follows the events far enough to tell keys from values.
class AliasSearch final : public YAML::EventHandler
{
public:
    [[nodiscard]] std::optional<Place> place() const { return _place; }

    void OnDocumentStart(const YAML::Mark &) override { }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark &, YAML::anchor_t) override { passNode(); }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        note(mark);
        passNode();
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t,
                  const std::string &value) override
    {
        const bool isKey = !_open.empty() && _open.back() == Next::Key;
        if (isKey && tag != "!" && value == "<<")
            note(mark);
        passNode();
    }
    void OnSequenceStart(const YAML::Mark &, const std::string &, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        passNode();
        _open.push_back(Next::Item);
    }
    void OnSequenceEnd() override { _open.pop_back(); }
    void OnMapStart(const YAML::Mark &, const std::string &, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        passNode();
        _open.push_back(Next::Key);
    }
    void OnMapEnd() override { _open.pop_back(); }

private:
    enum class Next { Item, Key, Value }; // what comes next in an open list or map

    void note(const YAML::Mark &mark)
    {
        if (!_place)
            _place = Place{mark.line + 1, mark.column + 1};
    }
    void passNode()
    {
        if (!_open.empty() && _open.back() != Next::Item)
            _open.back() = _open.back() == Next::Key ? Next::Value : Next::Key;
    }

    std::vector<Next> _open;
    std::optional<Place> _place;
};

} // namespace

std::optional<Place> placeOfFirstAlias(const QByteArray &source)
{
    try {
        std::istringstream stream(source.toStdString());
        YAML::Parser parser(stream);
        AliasSearch search;
        parser.HandleNextDocument(search);
        return search.place();
    } catch (const YAML::Exception &) {
        return std::nullopt;
    }
}

} // namespace archivesmp::agent::settings
