// label: slow
// needs: ui, neural, programs
#include "tests/support/program.h"
#include "tests/support/random_model.h"
#include "tests/ui/mainwindow/studio_fixture.h"

#include "engine/project/edit.h"
#include "engine/project/files.h"
#include "ui/evaluation/evaluation_dialog.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/evaluation/evaluation_text.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"

#include <QTest>

using namespace partita;
using namespace partita::ui;

namespace {

constexpr int kWaitMs = 60'000;

/// Eighths that walk through a scale, and a beat below them.
void writeSong(const QString& path, int leap)
{
    constexpr int kScale[] = {0, 2, 4, 5, 7, 9, 11, 12};
    std::vector<project::Note> tune, beat;
    for (int i = 0; i < 8 * 12; ++i) {
        tune.push_back({.start = Ticks(240 * i), .length = Ticks(240), .pitch = static_cast<std::uint8_t>(60 + kScale[(i * leap + i / 8) % 8])});
        beat.push_back({.start = Ticks(240 * i), .length = Ticks(120), .pitch = static_cast<std::uint8_t>(i % 4 == 2 ? 38 : 36)});
    }
    project::Document song = project::newDocument();
    project::apply(song, project::addNotes(song, song.tracks.front().id, tune));
    project::apply(song, project::addTrack(song, {.name = "Drums", .isDrum = true}));
    project::apply(song, project::addNotes(song, song.tracks.back().id, beat));
    QVERIFY(project::exportMidi(song, path.toStdString()));
}

} // namespace

/// *How good is it?*, held against the command line.
class TestEvaluation : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;
    QString m_music;

    std::unique_ptr<MainWindow> window(const QStringList& models = {})
    {
        return std::make_unique<MainWindow>(Preferences{.audioDriver = "null", .device = "cpu", .models = models});
    }

    nlohmann::json cli(const QStringList& arguments) const
    {
        const auto ran = test::partitaIn(m_fixture.path(""), arguments);
        return ran.status == 0 ? ran.json() : nlohmann::json(ran.err.toStdString());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_music = m_fixture.path("music");
        QVERIFY(QDir().mkpath(m_music));
        for (int i = 0; i < 4; ++i)
            writeSong(QStringLiteral("%1/%2.mid").arg(m_music).arg(i), 1 + i);
        QVERIFY(test::writeRandomEventModel(m_fixture.path("basic_rnn.safetensors").toStdString(), "basic_rnn"));
        QVERIFY(test::writeRandomLatentModel(m_fixture.path("cat-mel_2bar_small.safetensors").toStdString(), "cat-mel_2bar_small"));
        QVERIFY(test::writeRandomLatentModel(m_fixture.path("groovae_2bar_humanize.safetensors").toStdString(), "groovae_2bar_humanize"));
    }

    void figuresAreThoseOfTheCommandLine_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("latent");
        QTest::newRow("event RNN") << "basic_rnn" << false;
        QTest::newRow("MusicVAE") << "cat-mel_2bar_small" << true;
        QTest::newRow("GrooVAE") << "groovae_2bar_humanize" << true;
    }
    void figuresAreThoseOfTheCommandLine()
    {
        QFETCH(QString, name);
        QFETCH(bool, latent);
        const QString file = m_fixture.path(name + ".safetensors");
        const auto studio = window({file});
        if (latent) {
            studio->commands()[Command::kMorph]->trigger();
            QTRY_VERIFY_WITH_TIMEOUT((studio->latent().panel().chooseModel(file), studio->latent().panel().model() == file), kWaitMs);
        } else {
            QTRY_VERIFY_WITH_TIMEOUT((studio->generatePanel().chooseModel(file), studio->generatePanel().options().model == file), kWaitMs);
        }
        const QAction* ask = studio->commands()[Command::kHowGood];
        QVERIFY2(ask->isEnabled(), qPrintable(ask->toolTip()));
        studio->commands()[Command::kHowGood]->trigger();
        EvaluationDialog& dialog = *studio->evaluationDialog();
        QVERIFY(dialog.text().isEmpty());
        QSignalSpy progress(&studio->evaluation(), &EvaluationSession::progressed);
        dialog.setMusic(m_music);
        dialog.measure();
        QTRY_VERIFY_WITH_TIMEOUT(studio->evaluation().running().isEmpty(), kWaitMs);
        const Evaluation* found = studio->evaluation().find(file);
        QVERIFY(found);
        QVERIFY2(found->result, qPrintable(found->fault));
        QVERIFY(!progress.isEmpty());

        const auto figures = cli({"evaluate", "--checkpoint_file=" + file, "--examples_path=" + m_music, "--device=cpu", "--json"});
        QVERIFY2(figures.is_object(), figures.dump().c_str());
        QCOMPARE(QString::fromStdString(nlohmann::json(found->result->figures).dump()), QString::fromStdString(figures.dump()));
        const QString text = dialog.text();
        QVERIFY2(text.contains(QString::number(figures["eval"]["loss"].get<double>(), 'f', 4)), qPrintable(text));
        QCOMPARE(found->result->reconstruction.has_value(), latent);
        const QString meaning = meaningText(*found->result);
        QCOMPARE(meaning.isEmpty(), latent);
        if (!latent) {
            QVERIFY2(meaning.contains(QString::number(figures["eval"]["perplexity_per_step"].get<double>(), 'f', 1)), qPrintable(meaning));
            QVERIFY(text.contains(meaning));
        }
        if (latent) {
            const auto table = cli({"study", "table1", "--checkpoint_file=" + file, "--examples_path=" + m_music, "--device=cpu", "--json"});
            QVERIFY2(table.is_array(), table.dump().c_str());
            QCOMPARE(QString::fromStdString(study::toJson(*found->result->reconstruction).dump()), QString::fromStdString(table[0].dump()));
            QVERIFY2(text.contains(QString::fromStdString(table[0]["verdict"].get<std::string>()).section(' ', 0, 3)), qPrintable(text));
        }

        // What was found stays while the program runs.
        dialog.close();
        studio->commands()[Command::kHowGood]->trigger();
        QCOMPARE(dialog.text(), text);
    }

    void itCanBeStopped()
    {
        EvaluationSession session;
        const QString file = m_fixture.path("cat-mel_2bar_small.safetensors");
        session.measure(file, m_music);
        QCOMPARE(session.running(), file);
        session.stop();
        QVERIFY(session.running().isEmpty());
        QVERIFY(!session.find(file));
        session.measure(file, m_music); // and begun again
        QTRY_VERIFY_WITH_TIMEOUT(session.running().isEmpty(), kWaitMs);
        QVERIFY(session.find(file)->result);
    }

    void whatCannotBeMeasuredIsASentence()
    {
        EvaluationSession session;
        const QString nothing = m_fixture.path("nothing");
        QVERIFY(QDir().mkpath(nothing));
        session.measure(m_fixture.path("basic_rnn.safetensors"), nothing);
        QTRY_VERIFY_WITH_TIMEOUT(session.running().isEmpty(), kWaitMs);
        const Evaluation* found = session.find(m_fixture.path("basic_rnn.safetensors"));
        QVERIFY(found && !found->result);
        QVERIFY2(found->fault.contains("no music") && found->fault.endsWith('.'), qPrintable(found->fault));
    }

    void theFiguresCanBeCopied()
    {
        const QString file = m_fixture.path("basic_rnn.safetensors");
        const auto studio = window();
        EvaluationDialog dialog(studio->evaluation(), studio.get());
        dialog.setMusic(m_music);
        dialog.showModel({.name = "Random", .path = file, .description = "A model"});
        dialog.measure();
        QTRY_VERIFY_WITH_TIMEOUT(studio->evaluation().running().isEmpty(), kWaitMs);
        QApplication::clipboard()->clear();
        const auto buttons = dialog.findChildren<QPushButton*>();
        const auto copy = std::ranges::find_if(buttons, [](const QPushButton* button) { return button->text().remove('&') == "Copy"; });
        QVERIFY(copy != buttons.end());
        QTest::mouseClick(*copy, Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().startsWith("Random\n"));
        QVERIFY(QApplication::clipboard()->text().contains("\nLoss\t"));
        for (const QWidget* widget : dialog.findChildren<QWidget*>())
            if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith("qt_") && widget->isVisible())
                QVERIFY2(!widget->accessibleName().isEmpty() || !widget->property("text").toString().isEmpty(), widget->metaObject()->className());
    }
};

QTEST_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
