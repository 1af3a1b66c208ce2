// label: slow
// needs: ui, neural
#include "tests/ui/mainwindow/studio_fixture.h"

#include "engine/models/vae_config.h"
#include "engine/project/chords.h"
#include "engine/project/edit.h"
#include "tests/support/documents.h"
#include "tests/support/random_model.h"
#include "tests/support/shared.h"
#include "ui/latent/groove_panel.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"

#include <QDirIterator>
#include <QTest>

using namespace partita;
using namespace partita::ui;

namespace {

constexpr int kWaitMs = 30'000;

/// A file from a file manager, let go over the window.
void drop(MainWindow& window, const QString& path)
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(window.rect().center(), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent fall(window.rect().center(), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &fall);
}

/// Sixteen bars of a melody, chords, a bass and drums: something for every model.
ClipSource band(int leap)
{
    constexpr int kScale[] = {0, 2, 4, 5, 7, 9, 11, 12};
    project::Document song = project::newDocument();
    std::vector<project::Note> tune, bass, beat;
    for (int i = 0; i < 16 * 8; ++i) {
        const auto note = [i](int pitch) { return project::Note{.start = Ticks(240 * i), .length = Ticks(240), .pitch = static_cast<std::uint8_t>(pitch)}; };
        tune.push_back(note(60 + kScale[(i * leap + i / 8) % 8]));
        bass.push_back(note(36 + kScale[i / 8 * leap % 8]));
        beat.push_back(note(i % 4 == 2 ? 38 : 36));
    }
    project::apply(song, project::addNotes(song, song.tracks.front().id, tune));
    project::apply(song, project::addTrack(song, {.name = "Bass", .program = 33}));
    project::apply(song, project::addNotes(song, song.tracks.back().id, bass));
    project::apply(song, project::addTrack(song, {.name = "Drums", .isDrum = true}));
    project::apply(song, project::addNotes(song, song.tracks.back().id, beat));
    project::apply(song, project::setChords(song, Ticks(0), Ticks(1), std::vector<project::Chord>{{Ticks(0), "Am"}}));
    return {.name = QString::number(leap), .document = std::make_shared<const project::Document>(song), .track = {}};
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
        QVERIFY(test::writeRandomEventModel(file.toStdString(), id.toStdString()));

        MainWindow window(Preferences{.audioDriver = "null", .device = "cpu"});
        window.document().perform(EditKind::kAddTrack, project::addTrack(window.document().document(), {.name = "Drums", .isDrum = true}));
        const auto& tracks = window.document().document().tracks;
        const project::TrackId track = config.family == models::EventRnnFamily::kDrums ? tracks.back().id : tracks.front().id;
        window.roll().setTrack(track);
        Q_EMIT window.roll().selectedBarsChanged();
        drop(window, file);
        QTRY_COMPARE_WITH_TIMEOUT(window.generatePanel().options().model, file, kWaitMs);
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

    void everyMusicVaeIsDroppedAndMorphs_data()
    {
        QTest::addColumn<QString>("id");
        for (const auto& config : models::vaeConfigs())
            QTest::newRow(std::string(config.id).c_str()) << QString::fromStdString(std::string(config.id));
    }
    void everyMusicVaeIsDroppedAndMorphs()
    {
        QFETCH(QString, id);
        const QString file = m_fixture.path(id + ".safetensors");
        QVERIFY(test::writeRandomLatentModel(file.toStdString(), id.toStdString(), 4, 6));
        MainWindow window(Preferences{.audioDriver = "null", .device = "cpu"});
        drop(window, file);
        QTRY_COMPARE_WITH_TIMEOUT(window.latent().panel().model(), file, kWaitMs);
        for (int i = 0; i < 2; ++i)
            window.latent().setClip(i, band(1 + i));
        QTRY_VERIFY_WITH_TIMEOUT(window.latent().session().isCurrent(), kWaitMs);
    }

    void modelsThatDoNotFitAreGreyAndSayWhy()
    {
        MainWindow window(Preferences{.audioDriver = "null", .device = "cpu"});
        window.generatePanel().setModels({{"Drummer", "d", "Plays drums", *models::findEventRnnConfig("drum_kit")}, {"Singer", "m", "Sings", *models::findEventRnnConfig("basic_rnn")}});
        QCOMPARE(window.generatePanel().options().model, QString("m")); // the melody track takes the first that fits
        auto* menu = window.generatePanel().findChild<ModelMenu*>()->findChild<QComboBox*>();
        QVERIFY(!(menu->model()->flags(menu->model()->index(0, 0)) & Qt::ItemIsEnabled));
        QVERIFY(menu->itemData(0, Qt::ToolTipRole).toString().contains("no drum track"));
        QVERIFY(menu->model()->flags(menu->model()->index(1, 0)) & Qt::ItemIsEnabled);
        window.generatePanel().chooseModel("d");
        QVERIFY(!window.commands()[Command::kWriteNew]->isEnabled());
        QVERIFY(window.commands()[Command::kWriteNew]->toolTip().contains("drums"));
    }

    void everyFileOfRealCheckpointsPlaysOrSaysWhyNot_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("outcome"); // of those that stand for a format; the others must come to one
        const QHash<QString, QString> known{{"note_rnn_tf_v1/model.ckpt-1994", "generate"},
                                            {"note_rnn_tf_v1/primer.mid", "music"},
                                            {"attention_rnn_tf_v2", "generate"},
                                            {"attention_rnn_tf_v2/model.ckpt-12949.index", "generate"},
                                            {"polyphony_rnn_mag/18000_polyphony_rnn.mag", "generate"},
                                            {"tfjs/note_rnn_small", "generate"},
                                            {"tfjs/note_rnn_small_q1/weights_manifest.json", "generate"},
                                            {"tfjs/note_rnn_small_q2", "generate"},
                                            {"tfjs/mel_2bar_small_zero_encoder_lstm", "morph"},
                                            {"tfjs/mel_2bar_small_no_encoder_lstm_q2", "sentence"}};
        const QString root = QString::fromStdString(test::shared("checkpoints").string());
        if (!QFileInfo(root).isDir())
            QSKIP("needs the reference material of ../shared, which is not here: checkpoints");
        for (QDirIterator it(root, QDir::AllEntries | QDir::NoDotAndDotDot, QDirIterator::Subdirectories); it.hasNext();) {
            const QString path = it.next(), name = QDir(root).relativeFilePath(path);
            QTest::newRow(qPrintable(name)) << path << known.value(name);
        }
    }
    void everyFileOfRealCheckpointsPlaysOrSaysWhyNot()
    {
        QFETCH(QString, path);
        QFETCH(QString, outcome);
        MainWindow window(Preferences{.audioDriver = "null", .device = "cpu"});
        QSignalSpy opened(&window.document(), &ProjectDocument::opened);
        drop(window, path);
        QString came;
        QTRY_VERIFY_WITH_TIMEOUT(!(came = window.generatePanel().options().model == path      ? "generate"
                                          : window.latent().panel().model() == path           ? "morph"
                                          : !opened.isEmpty()                                 ? "music"
                                          : !window.messages().isHidden()                     ? "sentence"
                                                                                              : QString())
                                      .isEmpty(),
                                 kWaitMs);
        if (!outcome.isEmpty())
            QCOMPARE(came, outcome);
        if (came == "sentence") {
            QVERIFY2(window.messages().sentence().contains(QFileInfo(path).fileName()) && window.messages().sentence().trimmed().endsWith('.'), qPrintable(window.messages().sentence()));
        } else if (came == "generate") {
            auto options = window.generatePanel().options();
            options.takes = 1;
            options.bars = 8;
            options.seed = 5;
            window.generatePanel().setOptions(options);
            write(window, Command::kWriteNew);
            QVERIFY(!window.document().document().tracks.front().notes.empty());
        } else if (came == "morph") {
            for (int clip = 0; clip < 2; ++clip)
                window.latent().setClip(clip, band(1 + clip));
            QTRY_VERIFY_WITH_TIMEOUT(window.latent().session().isCurrent(), kWaitMs);
            QVERIFY(window.commands()[Command::kInsertBetween]->isEnabled());
        }
        window.document().undoStack()->setClean();
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
