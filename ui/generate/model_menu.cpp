#include "ui/generate/model_menu.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/form.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace partita::ui {
namespace measure = theme::measure;

ModelMenu::ModelMenu(QAction* addModel, QAction* howGood, const QString& empty, QWidget* parent)
    : QWidget(parent), m_empty(empty), m_box(new ChoiceBox), m_description(dimText())
{
    m_box->setAccessibleName(tr("Model"));
    connect(m_box, &QComboBox::currentIndexChanged, this, [this] {
        describe();
        Q_EMIT changed();
    });
    // Two lines are kept for the description, whatever it says: nothing jumps.
    m_description->setMinimumHeight(2 * m_description->fontMetrics().lineSpacing());
    m_description->setAlignment(Qt::AlignTop);

    auto* row = new QHBoxLayout;
    row->setSpacing(measure::kGrid);
    row->addWidget(m_box, 1);
    row->addWidget(toolButton(addModel));
    row->addWidget(toolButton(howGood));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::kGap);
    column->addLayout(row);
    column->addWidget(m_description);
    describe();
}

void ModelMenu::setModels(const std::vector<ModelChoice>& models)
{
    const QString before = path();
    m_models = models;
    {
        const QSignalBlocker silent(m_box);
        m_box->clear();
        for (const ModelChoice& model : models)
            m_box->addItem(model.name, model.path);
        m_box->setCurrentIndex(std::max(0, m_box->findData(before)));
        fit();
    }
    describe();
    Q_EMIT changed();
}

void ModelMenu::setMisfit(Misfit misfit)
{
    m_misfit = std::move(misfit);
    {
        const QSignalBlocker silent(m_box);
        fit();
    }
    describe();
    Q_EMIT changed();
}

const ModelChoice* ModelMenu::chosen() const
{
    const int index = m_box->currentIndex();
    return index < 0 ? nullptr : &m_models[static_cast<std::size_t>(index)];
}

QString ModelMenu::path() const
{
    return m_box->currentData().toString();
}

void ModelMenu::choose(const QString& path)
{
    const auto wanted = std::ranges::find_if(m_models, [&](const ModelChoice& model) { return model.path == path || model.path.startsWith(path + QLatin1Char('/')); });
    if (wanted != m_models.end())
        m_box->setCurrentIndex(static_cast<int>(wanted - m_models.begin()));
}

void ModelMenu::fit()
{
    auto* items = qobject_cast<QStandardItemModel*>(m_box->model());
    int firstFit = -1;
    for (int i = 0; i < m_box->count(); ++i) {
        const ModelChoice& model = m_models[static_cast<std::size_t>(i)];
        const QString reason = m_misfit ? m_misfit(model) : QString();
        items->item(i)->setEnabled(reason.isEmpty());
        const QString about = model.summary.isEmpty() ? model.description : QStringLiteral("%1\n%2").arg(model.description, model.summary);
        m_box->setItemData(i, reason.isEmpty() ? about : reason, Qt::ToolTipRole);
        if (reason.isEmpty() && firstFit < 0)
            firstFit = i;
    }
    const int chosenNow = m_box->currentIndex();
    if (firstFit >= 0 && chosenNow >= 0 && !items->item(chosenNow)->isEnabled())
        m_box->setCurrentIndex(firstFit);
}

void ModelMenu::describe()
{
    const QString reason = chosen() && m_misfit ? m_misfit(*chosen()) : QString();
    m_description->setText(!chosen() ? m_empty : reason.isEmpty() ? chosen()->description : reason);
    m_box->setToolTip(m_box->currentData(Qt::ToolTipRole).toString());
}

} // namespace partita::ui
