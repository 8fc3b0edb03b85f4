from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    name = "almoner.commissions"

    def ready(self) -> None:
        from almoner.framework.registries import count_live_cases_by  # noqa: PLC0415 - models are loaded by now
        from almoner.risks.subjects import declare_subject  # noqa: PLC0415 - as above

        from .programmes import the_subject_of_risks  # noqa: PLC0415 - as above
        from .queries import live_cases_by_stage  # noqa: PLC0415 - as above

        count_live_cases_by(live_cases_by_stage)
        declare_subject(the_subject_of_risks())
