#pragma once

#include "engine/models/event_rnn_config.h"
#include "tests/support/fake_network.h"
#include "ui/generate/candidate_tray.h"
#include "ui/generate/generate_panel.h"
#include "ui/mainwindow/main_window.h"
#include "ui/pianoroll/piano_roll_view.h"
#include "ui/widgets/message_strip.h"

#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <QtWidgets>

#include <memory>

namespace partita::test {

/// A window with folders and settings of its own, no sound card, and a network of plain arithmetic for a model.
class StudioFixture {
public:
    StudioFixture()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        qputenv("PARTITA_DATA", m_folder.filePath("data").toLocal8Bit());
        qputenv("PARTITA_STATE", m_folder.filePath("state").toLocal8Bit());
    }

    QString path(const QString& name) const { return m_folder.filePath(name); }

    std::unique_ptr<ui::MainWindow> window()
    {
        auto window = std::make_unique<ui::MainWindow>(ui::Preferences{.audioDriver = "null", .device = "cpu"}, fakeModel);
        QSignalSpy listed(&window->generatePanel(), &ui::GeneratePanel::modelChanged);
        QTest::qWait(0);
        if (listed.isEmpty())
            listed.wait();
        window->generatePanel().setModels({{"Fake", path("fake.safetensors"), "A network of plain arithmetic", *models::findEventRnnConfig("basic_rnn")}});
        return window;
    }

    static Result<generate::Model> fakeModel(const std::filesystem::path& path)
    {
        const models::EventRnnConfig& config = **models::findEventRnnConfig("basic_rnn");
        return generate::makeModel(config, std::make_shared<FakeNetwork>(config.inputSize, config.numClasses.front()), path.filename().string(), std::string(64, '0'));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace partita::test
