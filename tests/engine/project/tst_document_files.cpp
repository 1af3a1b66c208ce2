// label: slow
#include "engine/project/edit.h"
#include "tests/support/documents.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::project;
using namespace partita::test;

/// Real files: opened, one note changed, exported.
class tst_DocumentFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void realFilesComeBackAsTheyWere_data()
    {
        SKIP_WITHOUT_SHARED("data");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("every");
        QTest::newRow("wild") << "data/wild" << 1;
        QTest::newRow("trio") << "data/trio" << 1;
        QTest::newRow("folk") << "data/folk" << 20;
        QTest::newRow("broken") << "data/broken" << 1;
    }
    void realFilesComeBackAsTheyWere()
    {
        QFETCH(QString, folder);
        QFETCH(int, every);
        int seen = 0, changed = 0;
        const auto files = midiFilesBelow(shared(folder.toStdString()));
        for (std::size_t i = 0; i < files.size(); i += every) {
            const auto reading = midi::readFile(files[i]);
            if (!reading)
                continue;
            ++seen;
            const midi::File& file = reading->file;
            Document document = fromMidi(file);
            QVERIFY2(toMidi(document) == file, files[i].c_str());
            changed += changeOneNote(document, file, files[i]);
        }
        qInfo("%d files, a note changed in %d", seen, changed);
        QVERIFY(seen > 0);
    }

private:
    /// Transposes a note in the middle of the piece; all else must be what and where it was.
    static bool changeOneNote(Document& document, const midi::File& file, const std::filesystem::path& path)
    {
        const auto ids = noteIds(document);
        if (ids.empty())
            return false;
        const NoteId id = ids[ids.size() / 2];
        const auto track = std::find_if(document.tracks.begin(), document.tracks.end(),
            [id](const Track& t) { return std::any_of(t.notes.begin(), t.notes.end(), [id](const Note& n) { return n.id == id; }); });
        const Note note = *std::find_if(track->notes.begin(), track->notes.end(), [id](const Note& n) { return n.id == id; });
        const int chunk = track->chunk;
        apply(document, transposeNotes(document, std::vector{id}, note.pitch < 64 ? 1 : -1));
        const midi::File changed = toMidi(document);
        bool same = changed.tracks.size() == file.tracks.size();
        for (std::size_t i = 0; same && i < file.tracks.size(); ++i) {
            if (static_cast<int>(i) != chunk) {
                same = changed.tracks[i] == file.tracks[i];
                continue;
            }
            const auto others = [&note](const midi::Track& all, int pitch) {
                std::vector<midi::Event> events;
                for (const midi::Event& event : all.events) {
                    const bool mine = (event.isNoteOn() || event.isNoteOff()) && event.data1 == pitch
                        && (event.tick == note.start || event.tick == note.end());
                    if (!mine)
                        events.push_back(event);
                }
                return events;
            };
            // Of the changed note's pitches at its two ticks, one on and one off went from one to the other.
            same = changed.tracks[i].events.size() == file.tracks[i].events.size();
            const int after = note.pitch < 64 ? note.pitch + 1 : note.pitch - 1;
            const auto count = [&](const midi::Track& all, int pitch) { return all.events.size() - others(all, pitch).size(); };
            same = same && count(file.tracks[i], note.pitch) == count(changed.tracks[i], note.pitch) + 2
                && count(changed.tracks[i], after) == count(file.tracks[i], after) + 2;
            const auto rest = [&](const midi::Track& all) {
                midi::Track kept{others(all, note.pitch)};
                return others(kept, after);
            };
            same = same && rest(changed.tracks[i]) == rest(file.tracks[i]);
        }
        if (!same)
            QTest::qFail(qPrintable(QString("more than one note changed in ") + path.c_str()), __FILE__, __LINE__);
        return same;
    }
};

QTEST_GUILESS_MAIN(tst_DocumentFiles)
#include "tst_document_files.moc"
