"""moto's server, with what AWS does and moto does not.

A task that ends with another exit code than 0 fails its state. Source: AWS Step Functions, "Run Amazon ECS or Fargate
tasks": .sync reports a task that failed as States.TaskFailed, with the description of the task, which has each container's
exit code, as the cause.

A task that is tried again is waited for again: moto takes the second attempt for one that has timed out, as it waits for a
token that the first has used up.

A distributed Map of which an item failed has failed, unless it says that it tolerates that. Source: AWS Step Functions,
"Setting failure thresholds for Distributed Map states".

Parameters of services have their names in PascalCase, results too. Source: AWS Step Functions, "Passing parameters to a
service API".
"""

import json

import boto3
from moto.server import main
from moto.stepfunctions.parser.api import (
    HistoryEventType,
    MapRunFailedEventDetails,
    TaskFailedEventDetails,
)
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import (
    StatesErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.distributed_iteration_component import (
    DistributedIterationComponent,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_ecs as ecs,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

resolver_of = ecs.StateTaskServiceEcs._build_sync_resolver


def build_sync_resolver(self, env, **others):
    resolver = resolver_of(self, env=env, **others)

    def resolve():
        task = resolver()
        if task is None:
            return None
        if all(container.get("ExitCode") == 0 for container in task["Containers"]):
            return task
        name = StatesErrorName(typ=StatesErrorNameType.StatesTaskFailed)
        raise FailureEventException(
            FailureEvent(
                env=env,
                error_name=name,
                event_type=HistoryEventType.TaskFailed,
                event_details=EventDetails(
                    taskFailedEventDetails=TaskFailedEventDetails(
                        resourceType="ecs",
                        resource="runTask.sync",
                        error=name.error_name,
                        cause=json.dumps(task, default=str, separators=(",", ":")),
                    )
                ),
            )
        )

    return resolve


ecs.StateTaskServiceEcs._build_sync_resolver = build_sync_resolver

eval_sync_of = ecs.StateTaskServiceEcs._eval_sync


def eval_sync(self, callback_endpoint, heartbeat_endpoint, **others):
    return eval_sync_of(self, callback_endpoint=None, heartbeat_endpoint=None, **others)


ecs.StateTaskServiceEcs._eval_sync = eval_sync



map_run_of = DistributedIterationComponent._map_run


def map_run(self, env, eval_input):
    map_run_of(self, env, eval_input)
    failed = eval_input.map_run_record.item_counter.failed.get()
    if failed <= (eval_input.tolerated_failure_count or 0):
        return
    name = StatesErrorName(
        typ=StatesErrorNameType.StatesExceedToleratedFailureThreshold
    )
    raise FailureEventException(
        FailureEvent(
            env=env,
            error_name=name,
            event_type=HistoryEventType.MapRunFailed,
            event_details=EventDetails(
                mapRunFailedEventDetails=MapRunFailedEventDetails(
                    error=name.error_name,
                    cause="The specified tolerated failure threshold was exceeded",
                )
            ),
        )
    )


DistributedIterationComponent._map_run = map_run


def shapes_of(self, service, action):
    client = boto3.client(
        self._get_boto_service_name(service),
        region_name="us-east-1",
        aws_access_key_id="-",
        aws_secret_access_key="-",
    )
    operation = client.meta.method_to_api_mapping[self._get_boto_service_action(action)]
    return client.meta.service_model.operation_model(operation)


def normalise_parameters(self, parameters, boto_service_name=None, service_action_name=None):
    shapes = shapes_of(self, boto_service_name, service_action_name)
    self._to_boto_request(parameters, shapes.input_shape)


def normalise_response(self, response, boto_service_name=None, service_action_name=None):
    shapes = shapes_of(self, boto_service_name, service_action_name)
    if shapes.output_shape is not None:
        self._from_boto_response(response, shapes.output_shape)


StateTaskService._normalise_parameters = normalise_parameters
StateTaskService._normalise_response = normalise_response

if __name__ == "__main__":
    main()
