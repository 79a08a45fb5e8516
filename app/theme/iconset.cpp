// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/iconset.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// Outside of any namespace, as the macro asks for; a static library's resources are not registered by
// themselves.
static void registerIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace archivesmp::app::theme {

using namespace Qt::StringLiterals;

namespace {

class SvgIconEngine final : public QIconEngine
{
public:
    SvgIconEngine(QByteArray svg, const QColor &colour, const QColor &disabled)
        : _svg(std::move(svg))
        , _colour(colour)
        , _disabled(disabled)
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = _svg;
        svg.replace("currentColor", (mode == QIcon::Disabled ? _disabled : _colour).name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine *clone() const override { return new SvgIconEngine(*this); }

private:
    QByteArray _svg;
    QColor _colour;
    QColor _disabled;
};

const QString folder = u":/icons"_s;

} // namespace

QIcon themedIcon(const QString &name, const QColor &colour, const QColor &disabled)
{
    registerIcons();
    QFile file(folder + u'/' + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SvgIconEngine(file.readAll(), colour, disabled));
}

QIcon themedIcon(const QString &name, const Tokens &tokens)
{
    return themedIcon(name, tokens.text, tokens.off);
}

QStringList iconNames()
{
    registerIcons();
    QStringList names = QDir(folder).entryList({u"*.svg"_s}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return names;
}

} // namespace archivesmp::app::theme
