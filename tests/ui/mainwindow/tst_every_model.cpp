// needs: ui, programs
#include "tests/ui/mainwindow/studio_fixture.h"

#include "engine/bundle/safetensors.h"
#include "engine/core/rng.h"
#include "engine/models/hparams.h"
#include "engine/models/recognition.h"
#include "engine/models/rnn_variables.h"
#include "engine/project/chords.h"
#include "engine/project/edit.h"
#include "tests/support/documents.h"

#include <QTest>

using namespace partita;
using namespace partita::ui;

namespace {

constexpr const char* kSmall = "rnn_layer_sizes=[12]";

/// A checkpoint of small random weights, as a run of that configuration would write it.
void writeCheckpoint(const QString& path, const models::EventRnnConfig& config)
{
    const auto hparams = models::parseHParams(kSmall, config.hparams).value();
    bundle::Bundle bundle;
    Rng rng(7);
    for (const auto& variable : models::eventRnnVariables(models::rnnSpec(config, hparams))) {
        std::vector<float> values(static_cast<std::size_t>(bundle::elementCount(variable.shape).value()));
        for (float& value : values)
            value = static_cast<float>(rng.uniform() - 0.5);
        bundle.add(bundle::makeTensor(variable.name, variable.shape, std::span<const float>(values)));
    }
    bundle.metadata = {{models::metadata::kConfig, std::string(config.id)}, {models::metadata::kHParams, models::hparamsText(hparams)}};
    const auto written = bundle::writeSafetensors(path.toStdString(), bundle);
    if (!written)
        qFatal("%s", written.error().message.c_str());
}

} // namespace

/// Every row of the table of models, dropped on the window, chosen in its menu, and played.
class TestEveryModel : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;

    static void write(MainWindow& window, Command command)
    {
        const QAction* action = window.commands()[command];
        QVERIFY2(action->isEnabled(), qPrintable(action->toolTip()));
        window.commands()[command]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!window.takes().isWriting(), 30000);
        QCOMPARE(window.tray().count(), window.generatePanel().options().takes);
        window.commands()[Command::kAccept]->trigger();
    }

private Q_SLOTS:
    void fromTheMenuToTheSong_data()
    {
        QTest::addColumn<QString>("id");
        for (const auto& config : models::eventRnnConfigs())
            QTest::newRow(std::string(config.id).c_str()) << QString::fromStdString(std::string(config.id));
    }
    void fromTheMenuToTheSong()
    {
        QFETCH(QString, id);
        const auto& config = **models::findEventRnnConfig(id.toStdString());
        const QString file = m_fixture.path(id + ".safetensors");
        writeCheckpoint(file, config);

        MainWindow window(Preferences{.audioDriver = "null", .device = "cpu"});
        window.document().perform(EditKind::kAddTrack, project::addTrack(window.document().document(), {.name = "Drums", .isDrum = true}));
        const auto& tracks = window.document().document().tracks;
        const project::TrackId track = config.family == models::EventRnnFamily::kDrums ? tracks.back().id : tracks.front().id;
        window.roll().setTrack(track);
        Q_EMIT window.roll().selectedBarsChanged();
        window.openPath(file);
        QTRY_VERIFY_WITH_TIMEOUT(window.generatePanel().options().model == file, 10000);
        QCOMPARE(window.generatePanel().config(), &config);

        if (config.family == models::EventRnnFamily::kImprov) {
            QVERIFY(!window.commands()[Command::kWriteNew]->isEnabled());
            window.document().perform(EditKind::kChords, project::setChords(window.document().document(), Ticks(0), Ticks(1), std::vector<project::Chord>{{Ticks(0), "Am"}}));
        }
        auto options = window.generatePanel().options();
        options.takes = 2;
        options.bars = 8;
        options.seed = 5;
        window.generatePanel().setOptions(options);
        const auto notes = [&] { return project::findTrack(window.document().document(), track)->notes.size(); };
        write(window, Command::kWriteNew);
        QVERIFY(notes() > 0);
        const auto begun = notes();
        window.generatePanel().setOptions(options);
        write(window, Command::kContinue);
        QVERIFY(notes() > begun);
        const auto continued = notes();
        window.roll().selectBars(PianoRollView::Bars{3, 4});
        write(window, Command::kRegenerate);
        window.commands()[Command::kUndo]->trigger();
        QCOMPARE(notes(), continued);
        window.commands()[Command::kUndo]->trigger();
        QCOMPARE(notes(), begun);
        window.document().undoStack()->setClean();
    }

    void modelsThatDoNotFitAreGreyAndSayWhy()
    {
        MainWindow window(Preferences{.audioDriver = "null", .device = "cpu"});
        window.generatePanel().setModels({{"Drummer", "d", "Plays drums", *models::findEventRnnConfig("drum_kit")}, {"Singer", "m", "Sings", *models::findEventRnnConfig("basic_rnn")}});
        QCOMPARE(window.generatePanel().options().model, QString("m")); // the melody track takes the first that fits
        auto* menu = window.generatePanel().findChild<QComboBox*>();
        QVERIFY(!(menu->model()->flags(menu->model()->index(0, 0)) & Qt::ItemIsEnabled));
        QVERIFY(menu->itemData(0, Qt::ToolTipRole).toString().contains("no drum track"));
        QVERIFY(menu->model()->flags(menu->model()->index(1, 0)) & Qt::ItemIsEnabled);
        window.generatePanel().chooseModel("d");
        QVERIFY(!window.commands()[Command::kWriteNew]->isEnabled());
        QVERIFY(window.commands()[Command::kWriteNew]->toolTip().contains("drums"));
    }

    void whatIsNoModelIsExplained()
    {
        MainWindow window(Preferences{.audioDriver = "null", .device = "cpu"});
        QDir(m_fixture.path("")).mkdir("nothing");
        window.openPath(m_fixture.path("nothing"));
        QTRY_VERIFY(!window.messages().isHidden());
        QVERIFY2(window.messages().sentence().contains("nothing") && window.messages().sentence().contains("cannot be used as a model"), qPrintable(window.messages().sentence()));
    }
};

QTEST_MAIN(TestEveryModel)
#include "tst_every_model.moc"
