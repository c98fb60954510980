import { serve } from "../engine/server";
import { Docker } from "./docker";

serve(new Docker());
