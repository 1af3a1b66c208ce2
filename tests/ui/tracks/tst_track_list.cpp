// needs: ui
#include "tests/support/documents.h"

#include "ui/document/project_document.h"
#include "ui/itemmodels/track_list_model.h"
#include "ui/tracks/track_delegate.h"
#include "ui/tracks/track_list.h"

#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace partita;
using namespace partita::ui;
using Part = TrackDelegate::Part;

class TestTrackList : public QObject {
    Q_OBJECT

    struct List {
        QTemporaryDir folder;
        ProjectDocument document{folder.path().toStdString(), nullptr};
        TrackListModel model{document};
        TrackList view{model};

        List()
        {
            document.adopt(test::smallDocument(), "small");
            view.resize(220, 300);
            view.show();
        }
        const project::Track& track(int row) const { return document.document().tracks.at(static_cast<std::size_t>(row)); }
        QPoint centre(Part part, int row) const { return TrackDelegate::rectOf(part, view.visualRect(model.index(row, 0))).center(); }
        void click(Part part, int row) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, centre(part, row)); }
    };

private Q_SLOTS:
    void theStripsPartsDoNotOverlap()
    {
        const QRect strip(0, 0, 220, 68);
        const Part parts[] = {Part::kColor, Part::kName, Part::kMute, Part::kSolo, Part::kProgram, Part::kVolume, Part::kPan};
        for (const Part a : parts) {
            QVERIFY(strip.contains(TrackDelegate::rectOf(a, strip)));
            for (const Part b : parts)
                QVERIFY(a == b || !TrackDelegate::rectOf(a, strip).intersects(TrackDelegate::rectOf(b, strip)));
        }
    }

    void muteAndSoloAreUndoSteps()
    {
        List list;
        list.click(Part::kMute, 0);
        QVERIFY(list.track(0).mute);
        list.click(Part::kSolo, 1);
        QVERIFY(list.track(1).solo);
        QCOMPARE(list.document.undoStack()->count(), 2);
        list.document.undoStack()->undo();
        list.document.undoStack()->undo();
        QVERIFY(!list.track(0).mute && !list.track(1).solo);
    }

    void keysWorkOnTheCurrentTrack()
    {
        List list;
        list.view.setCurrentTrack(list.track(1).id);
        QTest::keyClick(&list.view, Qt::Key_M);
        QVERIFY(list.track(1).mute);
        QTest::keyClick(&list.view, Qt::Key_S);
        QVERIFY(list.track(1).solo);
        const int before = list.model.index(1, 0).data(TrackListModel::kVolumeRole).toInt();
        QTest::keyClick(&list.view, Qt::Key_Left);
        QVERIFY(list.model.index(1, 0).data(TrackListModel::kVolumeRole).toInt() < before);
    }

    void draggingTheVolumeIsOneStep()
    {
        List list;
        const QRect bar = TrackDelegate::rectOf(Part::kVolume, list.view.visualRect(list.model.index(0, 0)));
        QTest::mousePress(list.view.viewport(), Qt::LeftButton, {}, {bar.left() + 10, bar.center().y()});
        for (int x = bar.left() + 10; x <= bar.right(); x += 8)
            QTest::mouseMove(list.view.viewport(), {x, bar.center().y()});
        QTest::mouseMove(list.view.viewport(), {bar.right(), bar.center().y()});
        QTest::mouseRelease(list.view.viewport(), Qt::LeftButton, {}, {bar.right(), bar.center().y()});
        QCOMPARE(list.model.index(0, 0).data(TrackListModel::kVolumeRole).toInt(), 127);
        QCOMPARE(list.document.undoStack()->count(), 1);
    }

    void renamingByDoubleClick()
    {
        List list;
        const QPoint name = list.centre(Part::kName, 0);
        QTest::mouseClick(list.view.viewport(), Qt::LeftButton, {}, name);
        QTest::mouseDClick(list.view.viewport(), Qt::LeftButton, {}, name);
        auto* editor = list.view.findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, "Oboe");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(QString::fromStdString(list.track(0).name), "Oboe"); // views commit their editors a turn later
        QCOMPARE(list.document.undoStack()->count(), 1);
    }

    void theProgramMenuHas128Instruments()
    {
        List list;
        list.click(Part::kProgram, 0);
        auto* menu = list.view.findChild<QMenu*>();
        QVERIFY(menu);
        QList<QAction*> programs;
        for (const QAction* family : menu->actions())
            programs << family->menu()->actions();
        QCOMPARE(programs.size(), 128);
        programs[40]->trigger();
        QCOMPARE(list.model.index(0, 0).data(TrackListModel::kProgramRole).toInt(), 40);
        QVERIFY(programs[40]->text().contains("Violin"));
        menu->close();
    }

    void aPressBelowADrumKitsNameChoosesItsTrack()
    {
        List list;
        int row = 0;
        while (!list.track(row).isDrum())
            ++row;
        QVERIFY(row > 0);
        list.view.setCurrentTrack(list.track(0).id);
        list.click(Part::kProgram, row); // where other tracks have their menu
        QCOMPARE(list.view.currentTrack(), list.track(row).id);
        QVERIFY(!list.view.findChild<QMenu*>());
    }

    void theCurrentTrackSurvivesTheRemovalOfAnother()
    {
        List list;
        const project::TrackId last = list.document.document().tracks.back().id;
        list.view.setCurrentTrack(last);
        list.document.perform(EditKind::kRemoveTrack, project::removeTrack(list.document.document(), list.track(0).id));
        QCOMPARE(list.view.currentTrack(), last);
        QSignalSpy changed(&list.view, &TrackList::currentTrackChanged);
        list.document.perform(EditKind::kRemoveTrack, project::removeTrack(list.document.document(), last));
        QVERIFY(list.view.currentTrack() != last);
        QVERIFY(!changed.isEmpty());
    }
};

QTEST_MAIN(TestTrackList)
#include "tst_track_list.moc"
