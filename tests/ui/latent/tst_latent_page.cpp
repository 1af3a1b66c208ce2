// needs: ui, neural
#include "tests/support/documents.h"
#include "tests/support/latent_models.h"
#include "tests/support/random_model.h"
#include "tests/ui/mainwindow/studio_fixture.h"

#include "engine/project/files.h"
#include "engine/project/sequences.h"
#include "ui/latent/clip_card.h"
#include "ui/latent/groove_panel.h"
#include "ui/latent/latent_models.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <thread>

using namespace partita;
using namespace partita::ui;

namespace {

constexpr int kWaitMs = 20'000;

project::Note note(int start, int length, int pitch)
{
    return {.start = Ticks(start), .length = Ticks(length), .pitch = static_cast<std::uint8_t>(pitch)};
}

/// A tune of eighths that walk through the major scale on `tonic` in leaps of `leap` tones.
std::vector<project::Note> tune(int tonic, int bars, int leap = 3)
{
    constexpr int kScale[] = {0, 2, 4, 5, 7, 9, 11, 12};
    std::vector<project::Note> notes;
    for (int i = 0; i < 8 * bars; ++i)
        notes.push_back(note(240 * i, 240, tonic + kScale[(i * leap + i / 8) % 8]));
    return notes;
}

void writeSong(const QString& path, double qpm, const std::vector<std::vector<project::Note>>& tracks)
{
    project::Document song = project::newDocument();
    project::apply(song, project::setTempo(song, Ticks(0), qpm));
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (i > 0)
            project::apply(song, project::addTrack(song, {.name = "Part " + std::to_string(i + 1)}));
        project::apply(song, project::addNotes(song, song.tracks.back().id, tracks[i]));
    }
    QVERIFY(project::exportMidi(song, path.toStdString()));
}

/// Takes its time for each place, as long as nobody stops it.
class SlowNetwork : public test::FakeLatentNetwork {
public:
    using FakeLatentNetwork::FakeLatentNetwork;

    Result<models::Decoded> decode(const models::DecodeRequest& request) override
    {
        for (int i = 0; i < 3000 && slow && request.batch == 1; ++i) {
            if (request.stop.stop_requested()) {
                ++stopped;
                return fail(ErrorCode::kStopped, "Stopped.");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return FakeLatentNetwork::decode(request);
    }

    std::atomic<bool> slow = false;
    std::atomic<int> stopped = 0;
};

/// A session on a network of arithmetic, with a model that takes `opening` to open.
std::unique_ptr<MorphSession> sessionOn(std::shared_ptr<models::LatentNetwork> network, const models::VaeConfig& config, std::chrono::milliseconds opening = {})
{
    return std::make_unique<MorphSession>([=](const std::filesystem::path&) {
        std::this_thread::sleep_for(opening);
        return generate::makeLatentModel(std::make_shared<const models::VaeConfig>(config), network, "arithmetic", "0");
    });
}

models::VaeConfig smallConfig()
{
    models::VaeConfig config = **models::findVaeConfig("cat-mel_2bar_small");
    config.hparams.z_size = config.shape.z_size = 6;
    return config;
}

} // namespace

class TestLatentPage : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;
    QString m_model, m_first, m_second;

    /// A window on its Morph page, with the random model chosen.
    std::unique_ptr<MainWindow> window()
    {
        auto window = std::make_unique<MainWindow>(Preferences{.audioDriver = "null", .device = "cpu", .models = {m_model}}, test::StudioFixture::fakeModel);
        window->commands()[Command::kMorph]->trigger();
        MorphPanel& panel = window->latent().panel();
        // Shipped models stand in the list, too; it is filled when it has been read.
        QTest::qWaitFor([&] { return panel.chooseModel(m_model), panel.model() == m_model; }, kWaitMs);
        return window;
    }

    /// Both files as clips A and B, and every roll between them.
    static void fill(LatentPage& page, const QStringList& files)
    {
        for (int i = 0; i < files.size(); ++i)
            page.openClip(i, files[i]);
        QTRY_VERIFY_WITH_TIMEOUT(page.session().isReady(), kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(page.stripFault().isEmpty() || page.session().cellCount() == 0, kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(!page.session().isWorking(), kWaitMs);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = m_fixture.path("random.safetensors");
        QVERIFY(test::writeRandomLatentModel(m_model.toStdString(), "cat-mel_2bar_small"));
        m_first = m_fixture.path("first.mid");
        m_second = m_fixture.path("second.mid");
        writeSong(m_first, 120.0, {tune(60, 2, 1)});
        writeSong(m_second, 84.0, {tune(62, 5), tune(50, 4), tune(74, 3)});
    }

    void theEndsAreTheReconstructionsOfTwoUnlikeFiles()
    {
        const auto studio = window();
        LatentPage& page = studio->latent();
        fill(page, {m_first, m_second});

        // What was done to the second clip is said.
        const auto& second = page.session().aligned(1);
        QVERIFY(second);
        const auto did = [&](generate::Adjustment::Kind kind) { return std::ranges::find(second->clip.adjustments, kind, &generate::Adjustment::kind) != second->clip.adjustments.end(); };
        QVERIFY(did(generate::Adjustment::Kind::kChosen));
        QVERIFY(did(generate::Adjustment::Kind::kTempo));
        QVERIFY2(did(generate::Adjustment::Kind::kTransposed), qPrintable(page.card(1).notes()));
        QVERIFY(page.card(1).notes().contains("key of clip A"));
        QVERIFY(page.card(1).notes().contains("84"));

        const auto model = latentOpener("cpu")(m_model.toStdString());
        QVERIFY(model);
        std::vector<generate::AlignSource> sources;
        for (const QString& file : {m_first, m_second})
            sources.push_back(alignSource(*clipOfFile(file.toStdString())));
        const auto aligned = generate::align(*model, sources);
        QVERIFY(aligned);
        const int last = page.session().cellCount() - 1;
        for (const int end : {0, 1}) {
            const auto latent = generate::encode(*model, (*aligned)[static_cast<std::size_t>(end)].clip);
            QVERIFY(latent);
            const auto music = generate::decode(*model, std::span(&latent->mu, 1), {.temperature = page.session().plan().temperature, .seed = page.session().plan().seed});
            QVERIFY(music);
            const generate::Phrase reconstruction = generate::phraseOf(music->front().sequence, Ticks(480), Ticks(3840));
            QVERIFY(page.session().cell(end ? last : 0)->phrase == reconstruction);
        }
        QVERIFY(!(page.session().cell(0)->phrase == page.session().cell(last)->phrase));
    }

    void theStripIsHeardInOrderInsertedAndUndone()
    {
        const auto studio = window();
        LatentPage& page = studio->latent();
        fill(page, {m_first, m_second});
        const project::Document before = studio->document().document();

        QSignalSpy heard(&page, &LatentPage::hearRequested);
        studio->commands()[Command::kHearWay]->trigger();
        QCOMPARE(heard.size(), 1);
        std::vector<generate::Phrase> cells;
        for (int i = 0; i < page.session().cellCount(); ++i)
            cells.push_back(page.session().cell(i)->phrase);
        const generate::Phrase row = generate::joined(cells);
        QCOMPARE(row.length, Ticks(3840 * page.session().cellCount()));
        const auto document = heard.front().front().value<project::Document>();
        QCOMPARE(project::musicalSequence(document).notes.size(), row.voices.front().notes.size());
        page.showHeard(2.5 * 3840); // the handle goes along
        QCOMPARE(page.map().cellAt(page.map().position()), std::optional(2));
        studio->commands()[Command::kHearWay]->trigger();
        QTRY_VERIFY(!page.isHeard());

        page.panel().setTarget({before.tracks.front().id, 3});
        page.map().setPosition({0.5, 0.5});
        page.session().setPosition({0.5, 0.5});
        QTRY_VERIFY(page.session().isCurrent());
        const generate::Phrase between = page.session().between()->phrase;
        studio->commands()[Command::kInsertBetween]->trigger();
        QCOMPARE(studio->document().undoStack()->count(), 1);
        const project::Track* track = project::findTrack(studio->document().document(), before.tracks.front().id);
        QCOMPARE(track->notes.size(), between.voices.front().notes.size());
        QCOMPARE(track->notes.front().start, between.voices.front().notes.front().start + Ticks(2 * 1920));
        const project::Recipe* recipe = project::findRecipe(studio->document().document(), track->notes.front().recipe);
        QVERIFY(recipe);
        QCOMPARE(recipe->operation, "morph");
        QCOMPARE(QString::fromStdString(recipe->config), QString("cat-mel_2bar_small"));
        QCOMPARE(page.panel().target().bar, 5); // the next one goes behind it

        studio->commands()[Command::kInsertStrip]->trigger();
        QCOMPARE(studio->document().undoStack()->count(), 2);
        studio->commands()[Command::kUndo]->trigger();
        studio->commands()[Command::kUndo]->trigger();
        QCOMPARE(test::notesText(studio->document().document()), test::notesText(before));
    }

    void anInBetweenBecomesATakeOfItsTrack()
    {
        const auto studio = window();
        LatentPage& page = studio->latent();
        fill(page, {m_first, m_second});
        QTRY_VERIFY(studio->commands()[Command::kOfferTake]->isEnabled());
        studio->commands()[Command::kOfferTake]->trigger();
        QCOMPARE(studio->tray().count(), 1);
        QVERIFY(studio->commands()[Command::kAccept]->isEnabled());
        studio->commands()[Command::kAccept]->trigger();
        QCOMPARE(studio->document().undoStack()->count(), 1);
    }

    void theNewestRequestWinsAndTheWindowNeverWaits()
    {
        const models::VaeConfig config = smallConfig();
        const auto network = std::make_shared<SlowNetwork>(config.shape);
        const auto made = sessionOn(network, config);
        MorphSession& session = *made;
        session.setModel("slow");
        session.setClips({*clipOfFile(m_first.toStdString()), *clipOfFile(m_second.toStdString())}, true);
        QTRY_VERIFY_WITH_TIMEOUT(session.isReady() && !session.isWorking(), kWaitMs);

        network->slow = true;
        QElapsedTimer clock;
        qint64 longest = 0;
        for (int i = 1; i <= 40; ++i) {
            clock.start();
            session.setPosition({0.01 + i * 0.02, 0.5});
            QCoreApplication::processEvents();
            longest = std::max(longest, clock.elapsed());
            QTest::qWait(10);
        }
        QVERIFY2(longest < 50, qPrintable(QString::number(longest)));
        QVERIFY(network->stopped > 0); // those that were overtaken
        QVERIFY(!session.isCurrent());
        network->slow = false;
        QTRY_VERIFY_WITH_TIMEOUT(session.isCurrent(), kWaitMs);
        QCOMPARE(session.between()->position, QPointF(0.01 + 40 * 0.02, 0.5));
    }

    void aMovingHandDoesNotDropTheModelBeingOpened()
    {
        const models::VaeConfig config = smallConfig();
        const auto network = std::make_shared<test::FakeLatentNetwork>(config.shape);
        const auto session = sessionOn(network, config, std::chrono::milliseconds(400));
        session->setModel("large");
        session->setClips({*clipOfFile(m_first.toStdString()), *clipOfFile(m_second.toStdString())}, true);
        for (int i = 1; i <= 30; ++i) { // past the moment after which what is overtaken is stopped
            session->setPosition({0.01 + i * 0.02, 0.5});
            QTest::qWait(10);
        }
        QVERIFY(!session->isReady());
        QTRY_VERIFY_WITH_TIMEOUT(session->isCurrent(), kWaitMs);
        QCOMPARE(network->encodes, 2); // each clip once
        QCOMPARE(session->between()->position, QPointF(0.01 + 30 * 0.02, 0.5));
    }

    void theFirstInBetweenComesAloneAndProgressIsTold()
    {
        const models::VaeConfig config = smallConfig();
        const auto session = sessionOn(std::make_shared<test::FakeLatentNetwork>(config.shape), config);
        QStringList seen;
        connect(session.get(), &MorphSession::progressed, this, [&](double progress) { seen << (progress < 0.0 ? "idle" : "progress"); });
        connect(session.get(), &MorphSession::betweenChanged, this, [&] { seen << (session->isCurrent() ? "first" : ""); });
        connect(session.get(), &MorphSession::cellReady, this, [&](int cell) { seen << QString::number(cell); });
        session->setModel("large");
        session->setClips({*clipOfFile(m_first.toStdString()), *clipOfFile(m_second.toStdString())}, true);
        session->setPosition({0.37, 0.5}); // between the rolls
        QTRY_COMPARE_WITH_TIMEOUT(seen.isEmpty() ? QString() : seen.last(), QString("idle"), kWaitMs);
        const auto first = seen.indexOf("first");
        QVERIFY2(first > 0 && first < seen.indexOf("0"), qPrintable(seen.join(' ')));
        QVERIFY(seen.first(first).contains("progress"));
        for (int cell = 0; cell < session->cellCount(); ++cell)
            QVERIFY(seen.contains(QString::number(cell)));
    }

    void aClipThatCannotBeReadSaysSoAtItsPlace()
    {
        const QString empty = m_fixture.path("empty.mid");
        writeSong(empty, 120.0, {{}});
        const auto studio = window();
        LatentPage& page = studio->latent();
        page.openClip(0, m_first);
        page.openClip(1, empty);
        QTRY_VERIFY_WITH_TIMEOUT(page.session().aligned(0) && !page.session().isWorking(), kWaitMs);
        QVERIFY(!page.session().isReady());
        QVERIFY2(page.card(1).notes().contains("empty"), qPrintable(page.card(1).notes()));
        QVERIFY(!studio->commands()[Command::kInsertBetween]->isEnabled());
        QVERIFY(!studio->commands()[Command::kHearWay]->isEnabled());
    }

    void squareAndPadHaveTheirClipsInTheCorners()
    {
        const auto studio = window();
        LatentPage& page = studio->latent();
        page.setShape(LatentMap::Shape::kSquare);
        fill(page, {m_first, m_second, m_second, m_first});
        const int side = page.session().plan().side;
        QCOMPARE(page.session().cellCount(), side * side);
        QVERIFY(page.session().cell(0)->phrase == page.session().cell(side * side - 1)->phrase);
        QVERIFY(page.session().cell(side - 1)->phrase == page.session().cell(side * (side - 1))->phrase);
        const generate::Phrase corner = page.session().cell(0)->phrase;

        page.setShape(LatentMap::Shape::kPad);
        page.map().setPosition({0.5, 0.5});
        page.session().setPosition({0.5, 0.5});
        QTRY_VERIFY_WITH_TIMEOUT(page.session().isCurrent() && !page.session().isWorking(), kWaitMs);
        QVERIFY(page.session().between()->phrase == corner); // the middle is the clip itself
        QVERIFY(page.hearFault().isEmpty());
        QVERIFY(!page.stripFault().isEmpty());
    }

    void mixedNotesAreThoseOfBothClips()
    {
        const auto studio = window();
        LatentPage& page = studio->latent();
        fill(page, {m_first, m_second});
        page.setNaive(true);
        const auto mix = page.session().naiveMix({0.5, 0.5});
        QVERIFY(mix);
        const auto& a = page.session().aligned(0)->phrase.voices.front().notes;
        const auto& b = page.session().aligned(1)->phrase.voices.front().notes;
        QVERIFY(mix->voices.front().notes.size() > std::max(a.size(), b.size()));
        QVERIFY(mix->voices.front().notes.size() <= a.size() + b.size());
        page.panel().setTarget({{}, 1});
        page.insertBetween();
        QCOMPARE(studio->document().document().recipes.back().operation, "mix");
    }

    void drumBarsGetAGrooveAsOneStep()
    {
        const QString model = m_fixture.path("groove.safetensors");
        QVERIFY(test::writeRandomLatentModel(model.toStdString(), "groovae_2bar_humanize"));
        const auto studio = window();
        studio->groovePanel().setModels({{"groove", model, "random"}});
        project::Document song = project::newDocument();
        project::apply(song, project::addTrack(song, {.name = "Drums", .isDrum = true}));
        std::vector<project::Note> hits;
        for (int i = 0; i < 32; ++i)
            hits.push_back(note(240 * i, 120, i % 4 == 2 ? 38 : 36));
        project::apply(song, project::addNotes(song, song.tracks.back().id, hits));
        studio->document().adopt(song, "beat");
        studio->roll().setTrack(song.tracks.front().id);
        studio->roll().selectBars(PianoRollView::Bars{1, 2});
        QVERIFY(!studio->commands()[Command::kGroove]->isEnabled()); // no drums
        studio->roll().setTrack(song.tracks.back().id);
        studio->roll().selectBars(PianoRollView::Bars{1, 2});
        QVERIFY2(studio->commands()[Command::kGroove]->isEnabled(), qPrintable(studio->commands()[Command::kGroove]->toolTip()));
        studio->roll().selectBars(PianoRollView::Bars{5, 6});
        QVERIFY(!studio->commands()[Command::kGroove]->isEnabled()); // nothing is played there
        QVERIFY(studio->commands()[Command::kGroove]->toolTip().contains("empty"));
        studio->roll().selectBars(PianoRollView::Bars{1, 2});
        studio->commands()[Command::kGroove]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(studio->tray().count(), studio->groovePanel().options().takes, kWaitMs);
        studio->commands()[Command::kAccept]->trigger();
        QCOMPARE(studio->document().undoStack()->count(), 1);
        QCOMPARE(studio->document().document().recipes.back().operation, "groove");
        studio->commands()[Command::kUndo]->trigger();
        QCOMPARE(test::notesText(studio->document().document()), test::notesText(song));
    }

    void theHandleGoesByKeys()
    {
        LatentMap map;
        map.setShape(LatentMap::Shape::kStrip, 5);
        map.setCorners({"A", "B"});
        map.setPosition({0.3, 0.5});
        QSignalSpy moved(&map, &LatentMap::moved);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.position().x(), 0.5);
        QTest::keyClick(&map, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(map.position().x(), 0.475);
        QTest::keyClick(&map, Qt::Key_Left);
        QCOMPARE(map.position().x(), 0.25);
        QTest::keyClick(&map, Qt::Key_End);
        QCOMPARE(map.position().x(), 1.0);
        QVERIFY(map.accessibleDescription().contains("100 %"));
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(moved.size(), 4); // at the end there is nowhere to go
        QSignalSpy heard(&map, &LatentMap::hearRequested);
        QTest::keyClick(&map, Qt::Key_Return);
        QCOMPARE(heard.size(), 1);

        // Ctrl+Shift+Return inserts: with Ctrl a key is the window's.
        for (const auto& [modifiers, own] : {std::pair{Qt::KeyboardModifiers(), true}, {Qt::ControlModifier | Qt::ShiftModifier, false}}) {
            QKeyEvent ask(QEvent::ShortcutOverride, Qt::Key_Return, modifiers);
            ask.ignore();
            QCoreApplication::sendEvent(&map, &ask);
            QCOMPARE(ask.isAccepted(), own);
        }
    }
};

QTEST_MAIN(TestLatentPage)
#include "tst_latent_page.moc"
