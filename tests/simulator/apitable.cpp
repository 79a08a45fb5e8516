// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/apitable.h"

#include <QJsonArray>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

enum Where { Everywhere, OnController, OnInstance };
enum Since { Always, Until26, From28 };

// Parameters are "name:Type", separated by blanks; a name that ends with ? may be left out. A permission of
// "-" means that the method needs no session.
struct Row
{
    Where where;
    Since since;
    const char *module;
    const char *name;
    const char *returns;
    const char *parameters;
    const char *permission;
};

constexpr Row coreRows[] = {
    {Everywhere, Always, "Core", "Login", "LoginResponse",
     "username:String password:String token:String rememberMe:Boolean", "-"},
    {Everywhere, Always, "Core", "GetAPISpec", "Dictionary<String, Dictionary<String, MethodInfoSummary>>",
     "", "-"},
    {Everywhere, Always, "Core", "GetModuleInfo", "ModuleInfo", "", "-"},
    {Everywhere, Always, "Core", "GetAuthenticationRequirements", "List<AuthenticationRequirement>",
     "username:String", "-"},
    {Everywhere, Always, "Core", "Logout", "Void", "", ""},
    {Everywhere, Always, "Core", "CurrentSessionHasPermission", "Boolean", "PermissionNode:String", ""},
    {Everywhere, Always, "Core", "GetRemoteLoginToken", "String", "Description?:String IsTemporary?:Boolean",
     ""},
    {Everywhere, Always, "Core", "GetActiveAMPSessions", "List<WebSessionSummary>", "", ""},
    {Everywhere, Always, "Core", "EndUserSession", "Void", "Id:Guid", ""},
    {Everywhere, Always, "Core", "GetStatus", "StatusResponse", "", ""},
    {Everywhere, Always, "Core", "GetUpdates", "UpdateResponse", "", ""},
    {Everywhere, Always, "Core", "SendConsoleMessage", "Void", "message:String",
     "Core.AppManagement.SendConsoleInput"},
    {Everywhere, Always, "Core", "Start", "ActionResult", "", "Core.AppManagement.StartApplication"},
    {Everywhere, Always, "Core", "Stop", "Void", "", "Core.AppManagement.StopApplication"},
    {Everywhere, Always, "Core", "Restart", "ActionResult", "", "Core.AppManagement.RestartApplication"},
    {Everywhere, Always, "Core", "Kill", "Void", "", "Core.AppManagement.StopApplication"},
    {Everywhere, Always, "Core", "UpdateApplication", "ActionResult", "",
     "Core.AppManagement.UpdateApplication"},
    {Everywhere, Always, "Core", "GetTasks", "List<RunningTask>", "", ""},
    {Everywhere, Always, "Core", "DismissTask", "ActionResult", "TaskId:Guid", ""},
    {Everywhere, Always, "Core", "DismissAllTasks", "ActionResult", "", ""},
    {Everywhere, Always, "Core", "GetUserList", "Dictionary<String, String>", "", ""},
    {Everywhere, Always, "Core", "GetPortSummaries", "List<ListeningPortSummary>", "", ""},
    {Everywhere, Always, "Core", "GetUpdateInfo", "UpdateInfo", "", ""},
    {Everywhere, Always, "Core", "GetDiagnosticsInfo", "Dictionary<String, String>", "", ""},
    {Everywhere, Always, "Core", "GetNewGuid", "Guid", "", ""},
    {Everywhere, Always, "Core", "GetConfig", "SettingSpec", "node:String", ""},
    {Everywhere, Always, "Core", "GetConfigs", "List<SettingSpec>", "nodes:List<String>", ""},
    {Everywhere, Always, "Core", "SetConfig", "ActionResult", "node:String value:String", ""},
};

constexpr Row controllerRows[] = {
    {OnController, Always, "ADSModule", "GetInstances", "List<IADSInstance>", "ForceIncludeSelf?:Boolean",
     ""},
    {OnController, Always, "ADSModule", "GetLocalInstances", "List<InstanceSummary>", "", ""},
    {OnController, Always, "ADSModule", "GetInstance", "InstanceSummary", "InstanceId:Guid", ""},
    {OnController, Always, "ADSModule", "GetInstanceStatuses", "List<InstanceStatus>", "", ""},
    {OnController, Always, "ADSModule", "StartInstance", "ActionResult", "InstanceName:String",
     "ADS.InstanceManagement.StartInstances"},
    {OnController, Always, "ADSModule", "StopInstance", "ActionResult", "InstanceName:String",
     "ADS.InstanceManagement.StopInstances"},
    {OnController, Always, "ADSModule", "RestartInstance", "ActionResult", "InstanceName:String",
     "ADS.InstanceManagement.RestartInstances"},
    {OnController, Always, "ADSModule", "SetInstanceSuspended", "ActionResult",
     "InstanceName:String Suspended:Boolean", ""},
    {OnController, Always, "ADSModule", "ManageInstance", "ActionResult<String>", "InstanceId:Guid",
     "Instances.Manage"},
    {OnController, Always, "ADSModule", "GetApplicationEndpoints", "List<EndpointInfo>", "instanceId:Guid",
     ""},
    {OnController, Always, "ADSModule", "GetInstanceNetworkInfo", "List<PortUsage>", "InstanceName:String",
     ""},
    {OnController, Always, "ADSModule", "GetTargetInfo", "RemoteTargetInfo", "", ""},
    {OnController, Always, "ADSModule", "GetDatastores", "List<InstanceDatastore>", "", ""},
    {OnController, Always, "ADSModule", "Servers", "JSONRawResponse", "Data:JObject RealIP:IPAddress", ""},
};

constexpr Row fileRows[] = {
    {OnInstance, Always, "FileManagerPlugin", "GetDirectoryListing", "List<DirectoryListing>", "Dir:String",
     "FileManager.FileManager.BrowseFiles"},
    {OnInstance, Always, "FileManagerPlugin", "GetFileChunk", "FileChunkData",
     "Filename:String Position:Int64 Length:Int32", "FileManager.FileManager.DownloadFiles"},
    {OnInstance, Always, "FileManagerPlugin", "ReadFileChunk", "ActionResult<String>",
     "Filename:String Offset:Int64 ChunkSize?:Int64", "FileManager.FileManager.DownloadFiles"},
    {OnInstance, Always, "FileManagerPlugin", "WriteFileChunk", "ActionResult",
     "Filename:String Data:String Offset:Int64 FinalChunk:Boolean", "FileManager.FileManager.UploadFiles"},
    {OnInstance, Always, "FileManagerPlugin", "AppendFileChunk", "Void",
     "Filename:String Data:String Delete:Boolean", "FileManager.FileManager.UploadFiles"},
    {OnInstance, Always, "FileManagerPlugin", "ReleaseFileUploadLock", "ActionResult", "Filename:String",
     "FileManager.FileManager.UploadFiles"},
    {OnInstance, Always, "FileManagerPlugin", "CalculateFileMD5Sum", "ActionResult<String>",
     "FilePath:String", "FileManager.FileManager.DownloadFiles"},
    {OnInstance, Always, "FileManagerPlugin", "CopyFile", "ActionResult",
     "Origin:String TargetDirectory:String", "FileManager.FileManager.CopyFiles"},
    {OnInstance, Always, "FileManagerPlugin", "RenameFile", "ActionResult",
     "Filename:String NewFilename:String", "FileManager.FileManager.RenameFiles"},
    {OnInstance, Always, "FileManagerPlugin", "RenameDirectory", "ActionResult",
     "oldDirectory:String NewDirectoryName:String", "FileManager.FileManager.RenameFiles"},
    {OnInstance, Always, "FileManagerPlugin", "CreateDirectory", "ActionResult", "NewPath:String",
     "FileManager.FileManager.CreateDirectory"},
    {OnInstance, Always, "FileManagerPlugin", "TrashFile", "ActionResult", "Filename:String",
     "FileManager.FileManager.TrashFiles"},
    {OnInstance, Always, "FileManagerPlugin", "TrashDirectory", "ActionResult", "DirectoryName:String",
     "FileManager.FileManager.TrashFiles"},
    {OnInstance, Always, "FileManagerPlugin", "EmptyTrash", "ActionResult", "TrashDirectoryName:String",
     "FileManager.FileManager.EmptyTrash"},
    {OnInstance, Always, "FileManagerPlugin", "ChangeExclusion", "ActionResult",
     "ModifyPath:String AsDirectory:Boolean Exclude:Boolean", ""},
    {OnInstance, Always, "FileManagerPlugin", "CreateArchive", "ActionResult", "PathToArchive:String", ""},
    {OnInstance, Always, "FileManagerPlugin", "ExtractArchive", "ActionResult",
     "ArchivePath:String DestinationPath?:String", ""},
};

constexpr Row backupRows[] = {
    {OnInstance, Until26, "LocalFileBackupPlugin", "TakeBackup", "ActionResult",
     "Title:String Description:String Sticky:Boolean WasCreatedAutomatically?:Boolean",
     "LocalFileBackup.Backup.CreateBackup"},
    {OnInstance, From28, "LocalFileBackupPlugin", "TakeBackup", "ActionResult",
     "Title:String Description:String Sticky:Boolean Local?:Boolean S3?:Boolean "
     "WasCreatedAutomatically?:Boolean DirtyOnly?:Boolean BackupWhileRunning?:Boolean",
     "LocalFileBackup.Backup.CreateBackup"},
    {OnInstance, Always, "LocalFileBackupPlugin", "GetBackups", "List<BackupManifest>", "",
     "LocalFileBackup.Backup.ViewBackupsList"},
    {OnInstance, Always, "LocalFileBackupPlugin", "RestoreBackup", "ActionResult",
     "BackupId:Guid DeleteExistingData?:Boolean", "LocalFileBackup.Backup.RestoreBackup"},
    {OnInstance, Always, "LocalFileBackupPlugin", "DeleteLocalBackup", "Void", "BackupId:Guid",
     "LocalFileBackup.Backup.DeleteBackup"},
    {OnInstance, Until26, "LocalFileBackupPlugin", "SetBackupSticky", "Void", "BackupId:Guid Sticky:Boolean",
     "LocalFileBackup.Backup.ToggleStickiness"},
    {OnInstance, From28, "LocalFileBackupPlugin", "SetBackupSticky", "ActionResult",
     "BackupId:Guid Sticky:Boolean", "LocalFileBackup.Backup.ToggleStickiness"},
    {OnInstance, Always, "LocalFileBackupPlugin", "RefreshBackupList", "Void", "", ""},
    {OnInstance, From28, "LocalFileBackupPlugin", "BackupWillStopServer", "Boolean", "", ""},
};

constexpr Row minecraftRows[] = {
    {OnInstance, Always, "MinecraftModule", "AcceptEULA", "Boolean", "", ""},
    {OnInstance, From28, "MinecraftModule", "RejectEULA", "Boolean", "", ""},
    {OnInstance, Always, "MinecraftModule", "GetFailureReason", "String", "", ""},
    {OnInstance, Always, "MinecraftModule", "KickUserByID", "Void", "ID:String", ""},
    {OnInstance, Always, "MinecraftModule", "BanUserByID", "Void", "ID:String", ""},
    {OnInstance, Always, "MinecraftModule", "KillByID", "Void", "ID:String", ""},
    {OnInstance, Always, "MinecraftModule", "SmiteByID", "Void", "ID:String", ""},
    {OnInstance, Always, "MinecraftModule", "ClearInventoryByID", "Void", "ID:String", ""},
    {OnInstance, Until26, "MinecraftModule", "GetWhitelist", "List<WhitelistEntry>", "", ""},
    {OnInstance, Until26, "MinecraftModule", "AddToWhitelist", "ActionResult", "UserOrUUID:String", ""},
    {OnInstance, Until26, "MinecraftModule", "RemoveWhitelistEntry", "Void", "UserOrUUID:String", ""},
    {OnInstance, Until26, "MinecraftModule", "BukGetInstalledPlugins", "JSONRawResponse", "", ""},
    {OnInstance, Until26, "MinecraftModule", "BukGetCategories", "JSONRawResponse", "", ""},
};

template <size_t count>
void append(QList<ApiMethod> &methods, const Row (&rows)[count], ScopeKind scope, Profile profile)
{
    for (const Row &row : rows) {
        const bool here
            = row.where == Everywhere || (row.where == OnController) == (scope == ScopeKind::Controller);
        const bool now = row.since == Always || (row.since == From28) == (profile == Profile::Amp28);
        if (!here || !now)
            continue;
        ApiMethod method{QString::fromLatin1(row.module), QString::fromLatin1(row.name),
                         QString::fromLatin1(row.returns)};
        method.anonymous = QByteArrayView(row.permission) == "-";
        if (!method.anonymous)
            method.permission = QString::fromLatin1(row.permission);
        for (const QString &text : QString::fromLatin1(row.parameters).split(u' ', Qt::SkipEmptyParts)) {
            QString name = text.section(u':', 0, 0);
            const bool optional = name.endsWith(u'?');
            if (optional)
                name.chop(1);
            method.parameters.append(ApiParameter{name, text.section(u':', 1), optional});
        }
        methods.append(method);
    }
}

QJsonObject described(const ApiMethod &method)
{
    QJsonArray parameters;
    for (const ApiParameter &parameter : method.parameters) {
        parameters.append(QJsonObject{{u"Name"_s, parameter.name},
                                      {u"TypeName"_s, parameter.type},
                                      {u"Description"_s, QString()},
                                      {u"Optional"_s, parameter.optional}});
    }
    const bool complex = method.returns != "Void"_L1 && method.returns != "Dictionary<String, String>"_L1
        && method.returns != "String"_L1 && method.returns != "Boolean"_L1 && method.returns != "Guid"_L1;
    return {{u"Description"_s, QString()},
            {u"Returns"_s, QString()},
            {u"Parameters"_s, parameters},
            {u"ReturnTypeName"_s, method.returns},
            {u"IsComplexType"_s, complex}};
}

} // namespace

QList<ApiMethod> methodsOf(ScopeKind scope, Profile profile)
{
    QList<ApiMethod> methods;
    append(methods, coreRows, scope, profile);
    append(methods, controllerRows, scope, profile);
    append(methods, fileRows, scope, profile);
    append(methods, backupRows, scope, profile);
    append(methods, minecraftRows, scope, profile);
    return methods;
}

QJsonObject apiSpec(const QList<ApiMethod> &methods, Visitor visitor)
{
    QJsonObject spec;
    for (const ApiMethod &method : methods) {
        if (visitor == Visitor::Anonymous && !method.anonymous)
            continue;
        QJsonObject module = spec.value(method.module).toObject();
        module.insert(method.name, described(method));
        spec.insert(method.module, module);
    }
    return spec;
}

} // namespace archivesmp::ampsim
