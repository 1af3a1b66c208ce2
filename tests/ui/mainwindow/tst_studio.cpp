// needs: ui
#include "tests/ui/mainwindow/studio_fixture.h"

#include "engine/core/file_io.h"
#include "engine/core/paths.h"
#include "engine/project/autosave.h"
#include "engine/project/chords.h"
#include "tests/support/documents.h"

#include <QTest>

using namespace partita;
using namespace partita::ui;

/// The whole way of a phrase through the window.
class TestStudio : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;

    static QString demo() { return QString::fromStdString((paths::resources() / "demo" / "demo.mid").string()); }

    std::unique_ptr<MainWindow> opened(const QString& path)
    {
        auto window = m_fixture.window();
        QSignalSpy opened(&window->document(), &ProjectDocument::opened);
        window->openPath(path);
        if (opened.isEmpty())
            opened.wait();
        return window;
    }

    static void trigger(MainWindow& window, Command command)
    {
        QAction* action = window.commands()[command];
        if (!action->isEnabled())
            qFatal("%s: %s", qPrintable(action->text()), qPrintable(action->toolTip()));
        action->trigger();
    }

    static void regenerate(MainWindow& window, int first, int last)
    {
        window.roll().selectBars(PianoRollView::Bars{first, last});
        trigger(window, Command::kRegenerate);
        QTRY_VERIFY(!window.takes().isWriting());
    }

private Q_SLOTS:
    void anEmptySongOffersToBegin()
    {
        const auto window = m_fixture.window();
        window->show();
        const auto offers = [&] {
            QStringList texts;
            for (const QPushButton* button : window->roll().findChildren<QPushButton*>())
                if (button->isVisible())
                    texts << button->text();
            return texts;
        };
        QCOMPARE(offers(), QStringList({"Open…", "Open the Demo Tune", "New Bars 1–4 from Nothing"}));
        window->roll().setTool(ToolId::kDraw); // who draws wants the place under the pointer
        QCOMPARE(offers(), QStringList());
        window->roll().setTool(ToolId::kSelect);
        QSignalSpy opened(&window->document(), &ProjectDocument::opened);
        for (QPushButton* button : window->roll().findChildren<QPushButton*>())
            if (button->text() == "Open the Demo Tune")
                button->click();
        QVERIFY(opened.count() || opened.wait());
        QCOMPARE(offers(), QStringList());
    }

    void openSelectRegenerateAcceptUndoRedoSaveReopen()
    {
        const auto window = opened(demo());
        const project::Document before = window->document().document();
        QVERIFY(!before.tracks.empty());
        const project::TrackId track = window->roll().track();

        regenerate(*window, 5, 8);
        QCOMPARE(window->tray().count(), window->generatePanel().options().takes);
        const project::Take take = *window->tray().take(window->tray().chosen());
        QCOMPARE(take.track, track);
        QVERIFY(!take.notes.empty());
        QCOMPARE(window->document().document(), before); // takes are no edit yet

        trigger(*window, Command::kAccept);
        const project::Document after = window->document().document();
        QVERIFY(test::notesText(after) != test::notesText(before));
        QCOMPARE(window->document().undoStack()->count(), 1);
        QCOMPARE(window->tray().chosen(), -1);
        for (const project::Track& one : after.tracks)
            if (one.id != track)
                QCOMPARE(test::notesText(one), test::notesText(*project::findTrack(before, one.id)));

        // The recipe is on the notes, enough to make them again.
        const auto fresh = window->roll().selection();
        QCOMPARE(fresh.size(), take.notes.size());
        for (const project::Note& note : project::findTrack(after, track)->notes)
            if (std::ranges::binary_search(fresh, note.id)) {
                const project::Recipe* recipe = project::findRecipe(after, note.recipe);
                QVERIFY(recipe);
                QCOMPARE(recipe->seed, take.recipe.seed);
                QCOMPARE(recipe->config, "basic_rnn");
            }

        trigger(*window, Command::kUndo);
        QCOMPARE(test::notesText(window->document().document()), test::notesText(before));
        trigger(*window, Command::kRedo);
        QCOMPARE(test::notesText(window->document().document()), test::notesText(after));

        const QString file = m_fixture.path("phrase.partita");
        QSignalSpy saved(&window->document(), &ProjectDocument::saved);
        window->document().saveAs(file.toStdString());
        QVERIFY(saved.wait());
        QVERIFY(!window->document().isDirty());

        const auto again = opened(file);
        QCOMPARE(test::notesText(again->document().document()), test::notesText(after));
        QCOMPARE(again->document().document().recipes, after.recipes);
    }

    void theSameSeedGivesTheSameTakes()
    {
        const auto window = opened(demo());
        GeneratePanel::Options options = window->generatePanel().options();
        options.seed = 11;
        const auto notes = [&] {
            window->generatePanel().setOptions(options);
            regenerate(*window, 5, 6);
            QStringList texts;
            for (int i = 0; i < window->tray().count(); ++i)
                texts << test::notesText(project::Track{.notes = window->tray().take(i)->notes});
            return texts;
        };
        const QStringList first = notes();
        QCOMPARE(first.size(), options.takes);
        QCOMPARE(notes(), first);
        QVERIFY(QSet<QString>(first.begin(), first.end()).size() > 1);
    }

    void moreLikeThisAddsTakesAndKeepsTheFirst()
    {
        const auto window = opened(demo());
        regenerate(*window, 5, 6);
        const int before = window->tray().count();
        const std::uint64_t first = window->tray().take(0)->recipe.seed;
        trigger(*window, Command::kMoreTakes);
        QTRY_VERIFY(!window->takes().isWriting());
        QCOMPARE(window->tray().count(), 2 * before);
        QCOMPARE(window->tray().take(0)->recipe.seed, first);
        std::set<std::uint64_t> seeds;
        for (int i = 0; i < window->tray().count(); ++i)
            seeds.insert(window->tray().take(i)->recipe.seed);
        QCOMPARE(static_cast<int>(seeds.size()), 2 * before);
    }

    void aTakeIsHeardInContextAndTheDocumentStaysAsItIs()
    {
        const auto window = opened(demo());
        const project::Document before = window->document().document();
        regenerate(*window, 5, 6);
        const auto context = window->takes().inContext(0);
        QVERIFY(context);
        QVERIFY(context->loop.enabled);
        QCOMPARE(context->loop.start, window->tray().take(0)->start);
        Q_EMIT window->tray().playRequested(0);
        QCOMPARE(window->document().document(), before);
    }

    void aTakeComparesWithWhatItWouldReplace()
    {
        const auto window = opened(demo());
        QVERIFY(!window->commands()[Command::kHearSong]->isEnabled());
        regenerate(*window, 5, 6);
        const auto song = window->takes().asItIs();
        QVERIFY(song);
        QCOMPARE(test::notesText(*song), test::notesText(window->document().document()));
        QCOMPARE(song->loop, window->takes().inContext(0)->loop);

        QAction* hearTake = window->commands()[Command::kHearTake];
        QAction* hearSong = window->commands()[Command::kHearSong];
        const int chosen = window->tray().chosen();
        trigger(*window, Command::kHearSong);
        QVERIFY(hearSong->isChecked() && !hearTake->isChecked());
        trigger(*window, Command::kHearTake);
        QVERIFY(hearTake->isChecked() && !hearSong->isChecked());
        trigger(*window, Command::kHearSong);
        QVERIFY(hearSong->isChecked() && !hearTake->isChecked());
        QCOMPARE(window->tray().chosen(), chosen); // which stays in sight
        trigger(*window, Command::kHearSong);
        QVERIFY(!hearSong->isChecked() && !hearTake->isChecked());
    }

    void continuingGoesOnBehindTheSong()
    {
        const auto window = opened(demo());
        window->roll().selectBars(std::nullopt);
        window->roll().model().select({});
        const auto before = window->document().document();
        const int bars = generate::numBars(before);
        trigger(*window, Command::kContinue);
        QTRY_VERIFY(!window->takes().isWriting());
        const project::Take take = *window->tray().take(0);
        QVERIFY(take.start >= window->document().meterMap().barStart(bars));
        trigger(*window, Command::kAccept);
        QVERIFY(project::endOf(window->document().document()) > project::endOf(before));
    }

    void scoresOpenWithTheirChords()
    {
        const QString path = m_fixture.path("book.abc");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("X:1\nT:One\nM:4/4\nL:1/4\nK:C\n\"C\"CDEF|\"G7\"GABc|\n\nX:2\nT:Two\nM:4/4\nL:1/4\nK:C\nGGGG|\n");
        file.close();
        const auto window = m_fixture.window();
        QSignalSpy opened(&window->document(), &ProjectDocument::opened);
        window->openPath(path);
        QTRY_VERIFY(window->findChild<QInputDialog*>());
        auto* dialog = window->findChild<QInputDialog*>();
        QVERIFY(opened.isEmpty());
        QCOMPARE(dialog->comboBoxItems(), (QStringList{"1. One", "2. Two"}));
        dialog->setTextValue("1. One");
        dialog->accept();
        QVERIFY(opened.wait());
        QVERIFY(window->roll().areChordsShown());
        QCOMPARE(test::notesText(window->document().document().tracks.front()).count('@'), 8);
    }

    void aBarsChordsAreTyped()
    {
        const auto window = opened(demo());
        window->show();
        trigger(*window, Command::kEditChords);
        auto* field = window->roll().findChild<QLineEdit*>();
        QVERIFY(field && field->isVisible());
        QTest::keyClicks(field, "Am F");
        QTest::keyClick(field, Qt::Key_Tab); // on to the next bar
        QTest::keyClicks(field, "Hx");
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(field->isVisible());
        QVERIFY2(window->messages().sentence().contains("Hx"), qPrintable(window->messages().sentence()));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
        const auto chords = project::chordsOf(window->document().document());
        QCOMPARE(chords.size(), std::size_t(2));
        QCOMPARE(chords.front().figure, std::string("Am"));
        trigger(*window, Command::kUndo);
        QVERIFY(project::chordsOf(window->document().document()).empty());
    }

    void withoutBarsRegenerateSaysWhatToDo()
    {
        const auto window = opened(demo());
        window->roll().selectBars(std::nullopt);
        window->roll().model().select({});
        const QAction* action = window->commands()[Command::kRegenerate];
        QVERIFY(!action->isEnabled());
        QVERIFY2(action->toolTip().contains("ruler"), qPrintable(action->toolTip()));
    }

    void aRefusedFileLeavesTheDocumentAlone()
    {
        const auto window = opened(demo());
        const project::Document before = window->document().document();
        const QString bad = m_fixture.path("sound.mid");
        QFile file(bad);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("RIFF....WAVEfmt ");
        file.close();
        QSignalSpy failed(&window->document(), &ProjectDocument::openFailed);
        window->openPath(bad);
        QVERIFY(failed.wait());
        QCOMPARE(window->document().document(), before);
        QVERIFY(!window->messages().isHidden());
        QVERIFY2(window->messages().sentence().contains("sound.mid"), qPrintable(window->messages().sentence()));

        QSignalSpy opened(&window->document(), &ProjectDocument::opened);
        window->openPath(demo());
        QVERIFY(opened.wait());
        QVERIFY(window->messages().isHidden()); // it was about a file of no interest any more
    }

    void aLongSentenceIsSeenToItsEnd()
    {
        const auto window = m_fixture.window();
        window->resize(900, 700);
        window->show();
        window->messages().show(MessageStrip::Kind::kWarning, "Short.");
        QTRY_VERIFY(window->messages().height() > 0);
        const int line = window->messages().height();
        window->messages().show(MessageStrip::Kind::kWarning, QString("A sentence of many words. ").repeated(12) + "Choose another folder.");
        QTRY_VERIFY(window->messages().height() > line);
    }

    void aMendedFileSaysSo()
    {
        midi::File file = test::smallFile();
        Bytes bytes = midi::write(file);
        bytes.resize(bytes.size() - 4); // the last end-of-track is gone
        const QString path = m_fixture.path("cut.mid");
        QVERIFY(writeFileAtomically(path.toStdString(), bytes));
        const auto window = opened(path);
        QVERIFY(window->document().importReport());
        QVERIFY(window->document().importReport()->verdict != midi::Verdict::kComplete);
        QVERIFY(!window->messages().isHidden());
        QVERIFY(window->messages().sentence().contains("cut.mid"));
        trigger(*window, Command::kImportReport);
        const auto* reasons = window->findChild<QListWidget*>("reasons");
        QVERIFY(reasons);
        QCOMPARE(reasons->count(), static_cast<int>(window->document().importReport()->reasons.size()));
    }

    void workThatACrashLeftBehindIsOffered()
    {
        const project::Document lost = test::smallDocument();
        {
            auto autosave = project::Autosave::open(paths::userState() / "autosave");
            QVERIFY(autosave);
            QVERIFY(autosave->save(lost, {.name = "Lost song"}));
        }
        const auto window = m_fixture.window();
        window->offerRecovery();
        QVERIFY(!window->messages().isHidden());
        QVERIFY(window->messages().sentence().contains("Lost song"));
        QSignalSpy replaced(&window->document(), &ProjectDocument::documentReplaced);
        window->messages().findChild<QPushButton*>()->click();
        QVERIFY(replaced.wait());
        QCOMPARE(test::notesText(window->document().document()), test::notesText(lost));
        QVERIFY(window->document().isDirty());
    }

    void closingWithUnsavedWorkAsks()
    {
        const auto window = opened(demo());
        window->show();
        trigger(*window, Command::kAddTrack);
        QVERIFY(window->document().isDirty());
        window->close();
        QVERIFY(window->isVisible());
        auto* question = window->findChild<QMessageBox*>();
        QVERIFY(question);
        question->button(QMessageBox::Cancel)->click();
        QVERIFY(window->isVisible());
        window->close();
        QTRY_VERIFY(window->findChild<QMessageBox*>());
        window->findChild<QMessageBox*>()->button(QMessageBox::Discard)->click();
        QTRY_VERIFY(!window->isVisible());
    }

    void filesAreRemembered()
    {
        const auto window = opened(demo());
        QCOMPARE(loadPreferences().recentFiles.value(0), demo());
    }
};

QTEST_MAIN(TestStudio)
#include "tst_studio.moc"
