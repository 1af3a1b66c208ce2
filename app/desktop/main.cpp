#include "ui/mainwindow/studio.h"

#include <QApplication>

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    return partita::ui::runStudio(application);
}
