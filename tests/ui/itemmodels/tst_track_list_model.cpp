// needs: ui
#include "tests/support/documents.h"
#include "ui/bridge/conversions.h"
#include "ui/itemmodels/track_list_model.h"

#include <QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace partita;
using namespace partita::test;
using namespace partita::ui;

class tst_TrackListModel : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<ProjectDocument> m_document;
    std::unique_ptr<TrackListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    QVariant value(int row, int role) const { return m_model->index(row).data(role); }
    bool set(int row, int role, const QVariant& to) { return m_model->setData(m_model->index(row), to, role); }
    QString names() const
    {
        QStringList list;
        for (int row = 0; row < m_model->rowCount(); ++row)
            list << value(row, Qt::DisplayRole).toString();
        return list.join(", ");
    }

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<ProjectDocument>(toPath(m_folder.path()), nullptr);
        m_document->adopt(smallDocument(), "small");
        m_model = std::make_unique<TrackListModel>(*m_document);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_document.reset();
    }

    void rowsSayWhatTheTracksAre()
    {
        QCOMPARE(names(), "Flute, Electric Bass (finger), Drums");
        QCOMPARE(value(0, TrackListModel::kProgramRole).toInt(), 73);
        QCOMPARE(value(0, TrackListModel::kVolumeRole).toInt(), 90);
        QCOMPARE(value(0, TrackListModel::kPanRole).toInt(), 64);
        QCOMPARE(value(1, TrackListModel::kVolumeRole).toInt(), 100);
        QVERIFY(value(2, TrackListModel::kIsDrumRole).toBool());
        QCOMPARE(value(0, Qt::AccessibleTextRole).toString(), "Flute, Flute, 3 notes");
    }
    void valuesSetAreUndoSteps_data()
    {
        QTest::addColumn<int>("role");
        QTest::addColumn<QVariant>("to");
        QTest::addColumn<QString>("step");
        QTest::newRow("name") << int(Qt::EditRole) << QVariant("Oboe") << "Rename Track";
        QTest::newRow("colour") << int(TrackListModel::kColorRole) << QVariant(5) << "Change Track Colour";
        QTest::newRow("mute") << int(TrackListModel::kMuteRole) << QVariant(true) << "Mute or Unmute Track";
        QTest::newRow("solo") << int(TrackListModel::kSoloRole) << QVariant(true) << "Solo or Unsolo Track";
        QTest::newRow("program") << int(TrackListModel::kProgramRole) << QVariant(68) << "Change Instrument";
        QTest::newRow("volume") << int(TrackListModel::kVolumeRole) << QVariant(11) << "Change Volume";
        QTest::newRow("pan") << int(TrackListModel::kPanRole) << QVariant(12) << "Change Pan";
    }
    void valuesSetAreUndoSteps()
    {
        QFETCH(int, role);
        QFETCH(QVariant, to);
        QFETCH(QString, step);
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        const QVariant before = value(0, role);
        QVERIFY(before != to);
        QVERIFY(set(0, role, to));
        QCOMPARE(value(0, role), to);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(m_document->undoStack()->undoText(), step);
        m_document->undoStack()->undo();
        QCOMPARE(value(0, role), before);
    }
    void otherRolesCannotBeSet()
    {
        QVERIFY(!set(0, TrackListModel::kNoteCountRole, 5));
        QVERIFY(!m_model->setData({}, "x"));
        QCOMPARE(m_document->undoStack()->count(), 0);
    }
    void rowsComeGoAndMoveWithTheirTracks()
    {
        const QPersistentModelIndex drums = m_model->index(2);
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
        m_document->perform(EditKind::kAddTrack, project::addTrack(m_document->document(), {.name = "New"}));
        QCOMPARE(names(), "Flute, Electric Bass (finger), Drums, New");
        QVERIFY(m_model->removeRows(0, 1));
        QCOMPARE(names(), "Electric Bass (finger), Drums, New");
        QCOMPARE(drums.row(), 1);
        QVERIFY(m_model->moveRows({}, 2, 1, {}, 0));
        QCOMPARE(names(), "New, Electric Bass (finger), Drums");
        QVERIFY(m_model->moveRows({}, 0, 1, {}, 2));
        QCOMPARE(names(), "Electric Bass (finger), New, Drums");
        QCOMPARE(drums.row(), 2);
        m_document->undoStack()->setIndex(0);
        QCOMPARE(names(), "Flute, Electric Bass (finger), Drums");
        QCOMPARE(drums.data(Qt::DisplayRole).toString(), "Drums");
        QCOMPARE(resets.count(), 0);
        m_document->openNew();
        QCOMPARE(names(), "Melody");
        QCOMPARE(resets.count(), 1);
    }
    void aTrackIsFoundByItsId()
    {
        QCOMPARE(m_model->rowOf(m_document->document().tracks[1].id), 1);
        QCOMPARE(m_model->trackAt(1), m_document->document().tracks[1].id);
        QCOMPARE(m_model->rowOf(999999), -1);
        QCOMPARE(m_model->trackAt(-1), project::TrackId(0));
        QCOMPARE(m_model->trackAt(3), project::TrackId(0));
    }
    void notesThatChangeAreCountedAnew()
    {
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        m_document->perform(EditKind::kErase, project::removeNotes(m_document->document(), noteIds(m_document->document().tracks[0])));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(value(0, TrackListModel::kNoteCountRole).toInt(), 0);
    }
};

QTEST_MAIN(tst_TrackListModel)
#include "tst_track_list_model.moc"
