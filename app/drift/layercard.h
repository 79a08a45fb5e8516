// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/fleetmessages.h"

#include <QWidget>

class QLabel;
class QLayout;
class QPushButton;
class QVBoxLayout;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::drift {

// Beside the diff: the setting's name, what each layer expects and which one wins, how it came to differ, and
// what can be done.
class LayerCard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LayerCard)

public:
    explicit LayerCard(const theme::Theme &theme, QWidget *parent = nullptr);

    void setFinding(const domain::Finding &finding, const QString &whyNotFixable);
    void setLayers(const domain::Finding &finding, const QList<protocol::LayerValue> &layers);
    void setLayersUnknown(const QString &why);
    void setStory(const protocol::ValueStory &story);
    void setHostReason(const QString &whyNot); // of all three deeds; empty: the host answers

Q_SIGNALS:
    void fixRequested();
    void acceptRequested();
    void ignoreRequested();

private:
    QLayout *makeButtons();
    void updateButtons();
    void clearLayers();
    void showNow(QWidget &row);
    QWidget *makeLayer(const domain::Finding &finding, const protocol::LayerValue &layer);

    const theme::Theme &_theme;
    QLabel *_title;
    QVBoxLayout *_layers;
    QLabel *_explanation;
    QLabel *_story;
    QLabel *_provisional;
    QLabel *_whyNot;
    QPushButton *_fix;
    QPushButton *_accept;
    QPushButton *_ignore;
    QString _whyNotFixable;
    QString _whyNotAcceptable;
    QString _whyNoHost;
};

} // namespace archivesmp::app::drift
